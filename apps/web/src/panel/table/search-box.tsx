import { useEffect, useRef, useState } from "react";
import type { ListPlace } from "./list-location.ts";

/** Milliseconds after the last key before the server is asked. */
const rest = 200;

export interface SearchBoxProps {
  readonly place: ListPlace;
  readonly label: string;
  readonly hint: string;
}

/** What to look for, kept in the address as it is typed; `/` leads here from anywhere. */
export function SearchBox({ place, label, hint }: SearchBoxProps) {
  const asked = place.location.q ?? "";
  const [typed, setTyped] = useState(asked);
  const told = useRef(asked);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const box = useRef<HTMLInputElement>(null);
  // Back, forward and 'Show all' change the address from outside.
  useEffect(() => {
    if (asked === told.current) return;
    clearTimeout(timer.current);
    told.current = asked;
    setTyped(asked);
  }, [asked]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useSlash(() => box.current?.focus());
  const type = (text: string): void => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      told.current = text;
      place.move({ q: text === "" ? undefined : text });
    }, rest);
  };
  return (
    <input
      ref={box}
      type="search"
      aria-label={label}
      placeholder={hint}
      value={typed}
      onChange={(event) => type(event.target.value)}
      className="field min-w-0 flex-1 basis-60 lg:max-w-80"
    />
  );
}

function useSlash(focus: () => void): void {
  const latest = useRef(focus);
  latest.current = focus;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog");
      if (event.key !== "/" || (typing !== null && typing !== false) || event.ctrlKey || event.metaKey || event.altKey)
        return;
      event.preventDefault();
      latest.current();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}
