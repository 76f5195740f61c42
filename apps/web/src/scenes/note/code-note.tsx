import { memo, type ReactNode, useCallback, useMemo } from "react";
import type { Range } from "../../ui/find-words.ts";
import { type Section, splitLines } from "../../ui/markdown/split-sections.ts";
import { SectionList } from "../../ui/section-list.tsx";
import { countLines } from "./count-lines.ts";
import { markPieces, overlap } from "./marked-text.tsx";
import type { NoteTextProps } from "./note-text.tsx";

/** Code and data with line numbers, wrapped so that nothing hides at the side. */
export function CodeNote({ text, marks, passage, target }: NoteTextProps) {
  const sections = useMemo(() => splitLines(text, 200), [text]);
  const firstLines = useMemo(() => countFirstLines(text, sections), [text, sections]);
  const lines = useCallback((section: Section) => countLines(text, section), [text]);
  const render = (index: number): ReactNode => {
    const section = sections[index] as Section;
    return (
      <CodeLines text={text} section={section} firstLine={firstLines[index] ?? 1} marks={marks} passage={passage} />
    );
  };
  return (
    <div className="note-code">
      <SectionList sections={sections} lineCount={lines} render={render} target={target} />
    </div>
  );
}

interface CodeLinesProps {
  readonly text: string;
  readonly section: Section;
  readonly firstLine: number;
  readonly marks: readonly Range[];
  readonly passage: Range | undefined;
}

const CodeLines = memo(function CodeLines({ text, section, firstLine, marks, passage }: CodeLinesProps) {
  return linesOf(text, section).map((line, index) => (
    <div
      key={line.start}
      className="code-line"
      data-line={firstLine + index}
      data-passage={passage !== undefined && overlap(line, passage) !== undefined ? "" : undefined}
    >
      <code>{markPieces(text, line, marks)}</code>
    </div>
  ));
});

function linesOf(text: string, { start, end }: Section): readonly Range[] {
  const lines: Range[] = [];
  for (let at = start; at < end; ) {
    const newline = text.indexOf("\n", at);
    const stop = newline === -1 || newline >= end ? end : newline;
    lines.push({ start: at, end: stop });
    at = stop + 1;
  }
  return lines;
}

function countFirstLines(text: string, sections: readonly Section[]): readonly number[] {
  let line = 1;
  return sections.map(({ start, end }) => {
    const first = line;
    for (let at = text.indexOf("\n", start); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) line += 1;
    return first;
  });
}
