import { useNavigate } from "@tanstack/react-router";
import { clsx } from "clsx";
import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useRef } from "react";
import { useMedia } from "../../ui/use-media.ts";
import type { NoteLocation } from "./note-location.ts";

const NotePanel = lazy(async () => ({ default: (await import("./note-panel.tsx")).NotePanel }));

export interface WithNoteProps {
  readonly location: NoteLocation;
  /** What was searched or asked: its words are marked in the note. */
  readonly query?: string | undefined;
  /** The words the search itself marked, when it is known; they are better than the typed ones. */
  readonly words?: readonly string[] | undefined;
  /** The label of the note, where it is known. */
  readonly classification?: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A scene with the opened note beside it; on a phone the note slides over, and the scene keeps its place below. */
export function WithNote({ location, query, words, classification, onClose, children }: WithNoteProps) {
  const { open } = location;
  const covers = useMedia("(width < 64rem)") && open !== undefined;
  const note = useRef<HTMLElement>(null);
  const navigate = useNavigate();
  useFocusWithin(note, covers);
  return (
    <div
      className={clsx(
        "h-full",
        open !== undefined && "lg:grid lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)] lg:grid-rows-[minmax(0,1fr)]",
      )}
    >
      <div className="h-full min-w-0" inert={covers}>
        {children}
      </div>
      {open !== undefined && (
        <aside
          ref={note}
          tabIndex={-1}
          aria-label="Opened note"
          className="note-slide z-20 border-line bg-surface max-lg:absolute max-lg:inset-0 lg:min-h-0 lg:border-l outline-none"
        >
          <Suspense fallback={null}>
            <NotePanel
              key={`${location.in ?? ""}/${open}`}
              fileName={open}
              space={location.in}
              start={location.start}
              end={location.end}
              page={location.page}
              view={location.view}
              query={query}
              words={words}
              classification={classification}
              onView={(view) =>
                void navigate({
                  to: ".",
                  search: ((previous: NoteLocation) => ({ ...previous, view })) as never,
                  replace: true,
                })
              }
              onClose={onClose}
            />
          </Suspense>
        </aside>
      )}
    </div>
  );
}

/** What covers the scene takes the focus, and gives it back to where it was. */
function useFocusWithin(element: RefObject<HTMLElement | null>, covers: boolean): void {
  const last = useRef<HTMLElement>(undefined);
  useEffect(() => {
    if (covers) {
      element.current?.focus();
      return () => last.current?.focus({ preventScroll: true });
    }
    const remember = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement) last.current = target;
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, [covers, element]);
}
