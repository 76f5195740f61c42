import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { isWriting, keys } from "./keys.ts";

/** The keys that work everywhere, and the list of all of them. */
export function KeysDialog() {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const command = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
      const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event.target);
      if (command || slash) {
        event.preventDefault();
        setOpen(false);
        if (!focusBox()) void navigate({ to: "/" }).then(() => requestAnimationFrame(focusBox));
      }
      if (event.key === "?" && !isWriting(event.target)) setOpen(true);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [navigate]);
  return (
    <Dialog title="Keys" open={open} onClose={() => setOpen(false)}>
      <KeyList />
    </Dialog>
  );
}

export function KeyList() {
  return (
    <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-5 gap-y-2">
      {keys.map(({ keys: names, does }) => (
        <div key={does} className="contents">
          <dt className="flex gap-1.5">
            {names.map((name) => (
              <kbd
                key={name}
                className="rounded-md border border-line bg-sunken px-1.5 py-0.5 font-sans text-[0.84rem] whitespace-nowrap text-ink-soft"
              >
                {name}
              </kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The scene's own box: the one of Find, or the one of Ask. */
function focusBox(): boolean {
  const box = document.querySelector<HTMLInputElement | HTMLTextAreaElement>("[data-box]");
  box?.focus();
  box?.select();
  return box !== null;
}
