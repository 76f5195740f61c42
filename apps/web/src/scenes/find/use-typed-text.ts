import { useCallback, useEffect, useRef, useState } from "react";

/**
 * The text of the box. It changes with every key at once; the address follows a moment later, and leads when it
 * changes by itself (back, forward, a link).
 */
export function useTypedText(inAddress: string, write: (text: string) => void) {
  const [text, setText] = useState(inAddress);
  const known = useRef(inAddress);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (inAddress === known.current) return;
    known.current = inAddress;
    clearTimeout(timer.current);
    setText(inAddress);
  }, [inAddress]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const type = useCallback(
    (next: string, delay = 150) => {
      setText(next);
      clearTimeout(timer.current);
      const toAddress = () => {
        known.current = next;
        write(next);
      };
      if (delay === 0) toAddress();
      else timer.current = setTimeout(toAddress, delay);
    },
    [write],
  );
  /** Takes what was typed for written, because another change of the address carries it. */
  const settle = useCallback((carried: string) => {
    clearTimeout(timer.current);
    known.current = carried;
  }, []);
  return { text, type, settle };
}
