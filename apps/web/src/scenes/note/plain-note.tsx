import { type ReactNode, useCallback, useMemo } from "react";
import { type Section, splitLines } from "../../ui/markdown/split-sections.ts";
import { SectionList } from "../../ui/section-list.tsx";
import { countLines } from "./count-lines.ts";
import { MarkedText } from "./marked-text.tsx";
import type { NoteTextProps } from "./note-text.tsx";

/** Text as it was written, in a width one can read. */
export function PlainNote({ text, marks, passage, target }: NoteTextProps) {
  const sections = useMemo(() => splitLines(text, 150), [text]);
  const lines = useCallback((section: Section) => countLines(text, section), [text]);
  const render = (index: number): ReactNode => {
    const section = sections[index] as Section;
    return <MarkedText text={text} section={section} marks={marks} passage={passage} />;
  };
  return (
    <div className="note-text note-plain">
      <SectionList sections={sections} lineCount={lines} render={render} target={target} />
    </div>
  );
}
