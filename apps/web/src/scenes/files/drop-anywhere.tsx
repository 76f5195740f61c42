import { Upload } from "lucide-react";
import { useEffect, useState } from "react";
import { readDropped } from "./read-dropped.ts";
import { addUploads } from "./uploads.ts";

/** Files may be dropped anywhere on the page. */
export function DropAnywhere() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;
    const onEnter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      setOver(depth > 0);
    };
    const onOver = (event: DragEvent): void => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent): void => {
      if (event.dataTransfer === null || !carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void readDropped(event.dataTransfer).then((files) => addUploads(files, spaceShown()));
    };
    const listeners = { dragenter: onEnter, dragleave: onLeave, dragover: onOver, drop: onDrop };
    for (const [name, listener] of Object.entries(listeners))
      document.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        document.removeEventListener(name, listener as EventListener);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-3 z-50 flex flex-col items-center justify-center gap-3 rounded-3xl border-2 border-dashed border-accent bg-[color-mix(in_oklab,var(--paper)_88%,transparent)] text-xl font-semibold">
      <Upload className="size-10 text-accent" strokeWidth={1.5} aria-hidden />
      Drop to add to your notes
    </div>
  );
}

/** Dropped on the list of a space's files, they go there; anywhere else to one's own. */
function spaceShown(): string | undefined {
  const { pathname, search } = window.location;
  return pathname === "/files" ? (new URLSearchParams(search).get("space") ?? undefined) : undefined;
}
