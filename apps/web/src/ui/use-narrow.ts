import { type RefObject, useEffect, useState } from "react";

/** Whether an element is narrower than 42rem, Tailwind's `@2xl`: what styles know by a container query. */
export function useNarrow(element: RefObject<HTMLElement | null>): boolean {
  const [narrow, setNarrow] = useState(false);
  useEffect(() => {
    if (element.current === null) return;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const observer = new ResizeObserver(([entry]) => setNarrow((entry?.contentRect.width ?? 0) < 42 * rem));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return narrow;
}
