import { KhojError } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { FileQuestionMark } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useRef } from "react";
import { khoj } from "../../khoj.ts";
import { isWriting } from "../../shell/keys.ts";
import { Blank } from "../../ui/blank.tsx";
import { findWords, wordsOf } from "../../ui/find-words.ts";
import { NoteHeader } from "./note-header.tsx";
import { NoteText } from "./note-text.tsx";
import { isPaged } from "./pages/is-paged.ts";
import { usePlaces } from "./use-places.ts";

export interface NotePanelProps {
  readonly fileName: string;
  readonly space: string | undefined;
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly page: number | undefined;
  readonly view: "text" | undefined;
  readonly query: string | undefined;
  readonly words: readonly string[] | undefined;
  readonly classification: string | undefined;
  readonly onView: (view: "text" | undefined) => void;
  readonly onClose: () => void;
}

const PageViewer = lazy(async () => ({ default: (await import("./pages/page-viewer.tsx")).PageViewer }));

/** One note, opened at its passage, with the words marked and a way from one place to the next. */
export function NotePanel(props: NotePanelProps) {
  const { fileName, space, start, end, query, words, classification, onView, onClose } = props;
  const pane = useRef<HTMLDivElement>(null);
  const note = useQuery({
    queryKey: ["note", fileName, space],
    queryFn: ({ signal }) => khoj.content.text(fileName, { space, signal }),
  });
  const text = note.data?.raw_text;
  const marks = useMemo(
    () => (text === undefined ? [] : findWords(text, words ?? wordsOf(query ?? ""))),
    [text, words, query],
  );
  const passage = useMemo(
    () => (start === undefined ? undefined : { start, end: Math.max(end ?? start, start) }),
    [start, end],
  );
  const places = usePlaces(marks, passage);
  useNoteKeys(places.step, onClose);
  const paged = isPaged(fileName);
  const byPage = paged && props.view !== "text" && !isMissing(note.error);

  return (
    <article className="flex h-full flex-col" aria-label={fileName}>
      <NoteHeader
        fileName={fileName}
        space={space}
        text={text}
        passage={passage}
        places={places}
        classification={classification}
        view={paged ? (byPage ? "page" : "text") : undefined}
        onView={(view) => onView(view === "text" ? view : undefined)}
        onClose={onClose}
      />
      {byPage && (
        <div className="min-h-0 flex-1">
          <Suspense fallback={null}>
            <PageViewer
              fileName={fileName}
              space={space}
              text={text}
              page={props.page}
              marks={marks}
              passage={passage}
              places={places}
              onText={() => onView("text")}
            />
          </Suspense>
        </div>
      )}
      <div ref={pane} hidden={byPage} className="min-h-0 flex-1 overflow-y-auto overscroll-contain" data-note-pane>
        {note.error !== null && <NotOpened fileName={fileName} error={note.error} />}
        {!byPage && text !== undefined && text.trim() === "" && (
          <Blank icon={<FileQuestionMark aria-hidden />} title="Nothing to show as text">
            The file is kept, but there is no text in it that can be read yet.
          </Blank>
        )}
        {!byPage && text !== undefined && text.trim() !== "" && (
          <NoteText fileName={fileName} text={text} marks={marks} passage={passage} target={places.target} />
        )}
      </div>
    </article>
  );
}

const isMissing = (error: Error | null): boolean => error instanceof KhojError && error.code === "not_found";

function NotOpened({ fileName, error }: { readonly fileName: string; readonly error: Error }) {
  const missing = isMissing(error);
  return (
    <Blank
      icon={<FileQuestionMark aria-hidden />}
      title={missing ? "This note is not here any more" : "The note could not be opened"}
    >
      <p>{missing ? `${fileName} was deleted, renamed, or is kept out of the index.` : error.message}</p>
    </Blank>
  );
}

/** `n` and `p` walk the places, Esc closes: unless the person is writing. */
function useNoteKeys(step: (by: 1 | -1) => void, onClose: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isWriting(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (document.querySelector("dialog[open], [role=menu]") !== null) return;
      if (event.key === "n") step(1);
      else if (event.key === "p") step(-1);
      else if (event.key === "Escape") onClose();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [step, onClose]);
}
