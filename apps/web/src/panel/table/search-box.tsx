import { useEffect, useRef, useState } from "react";
import { useDebounced } from "../../ui/use-debounced.ts";
import type { ListPlace } from "./list-location.ts";

/** What to look for, kept in the address as it is typed; `/` leads here from anywhere. */
export function SearchBox({
  place,
  label,
  hint,
}: {
  readonly place: ListPlace;
  readonly label: string;
  readonly hint: string;
}) {
  const { location, move } = place;
  const [typed, setTyped] = useState(location.q ?? "");
  const rested = useDebounced(typed, 200);
  const told = useRef(location.q ?? "");
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (rested === told.current) return;
    told.current = rested;
    move({ q: rested === "" ? undefined : rested });
  }, [rested, move]);
  // Back, forward and 'Show all' change the address from outside.
  useEffect(() => {
    const asked = location.q ?? "";
    if (asked === told.current) return;
    told.current = asked;
    setTyped(asked);
  }, [location.q]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog");
      if (event.key !== "/" || typing !== null || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      box.current?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return (
    <input
      ref={box}
      type="search"
      aria-label={label}
      placeholder={hint}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      className="field min-w-0 flex-1 basis-56 lg:max-w-96"
    />
  );
}
