import { memo, type ReactNode, useCallback, useMemo } from "react";
import { extensionOf } from "../../ui/file-name.ts";
import type { Range } from "../../ui/find-words.ts";
import { type Section, splitLines } from "../../ui/markdown/split-sections.ts";
import { SectionList } from "../../ui/section-list.tsx";
import { countLines } from "./count-lines.ts";
import { markPieces, overlap } from "./marked-text.tsx";
import type { NoteTextProps } from "./note-text.tsx";
import { type Cell, readRows } from "./read-rows.ts";

/** A table of values: the first row names the columns, numbers stand to the right. */
export function TableNote({ fileName, text, marks, passage, target }: NoteTextProps) {
  const separator = separatorOf(fileName, text);
  const sections = useMemo(() => splitLines(text, 150), [text]);
  const header = useMemo(
    () => readRows(text, { start: 0, end: firstLineEnd(text) }, separator)[0] ?? [],
    [text, separator],
  );
  const lines = useCallback((section: Section) => countLines(text, section), [text]);
  const render = (index: number): ReactNode => {
    const section = sections[index] as Section;
    const start = index === 0 ? firstLineEnd(text) : section.start;
    return (
      <Rows
        text={text}
        section={{ start, end: section.end }}
        separator={separator}
        header={header}
        shown={index === 0}
        marks={marks}
        passage={passage}
      />
    );
  };
  return (
    <section className="note-table" aria-label="Table">
      <SectionList sections={sections} lineCount={lines} render={render} target={target} />
    </section>
  );
}

interface RowsProps {
  readonly text: string;
  readonly section: Section;
  readonly separator: string;
  readonly header: readonly Cell[];
  readonly shown: boolean;
  readonly marks: readonly Range[];
  readonly passage: Range | undefined;
}

const Rows = memo(function Rows({ text, section, separator, header, shown, marks, passage }: RowsProps) {
  const rows = readRows(text, section, separator);
  return (
    <table>
      <thead className={shown ? undefined : "sr-only"}>
        <tr>
          {header.map((cell) => (
            <th key={cell.start} scope="col">
              {shown ? markPieces(text, cell, marks) : cell.value}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const span = { start: row[0]?.start ?? 0, end: row.at(-1)?.end ?? 0 };
          return (
            <tr
              key={span.start}
              data-passage={passage !== undefined && overlap(span, passage) !== undefined ? "" : undefined}
            >
              {row.map((cell) => (
                <td key={cell.start} data-number={/^-?[\d.,\s]+%?$/.test(cell.value) ? "" : undefined}>
                  {cell.quoted ? cell.value : markPieces(text, cell, marks)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
});

const firstLineEnd = (text: string): number => {
  const newline = text.indexOf("\n");
  return newline === -1 ? text.length : newline + 1;
};

function separatorOf(fileName: string, text: string): string {
  if (extensionOf(fileName) === "tsv") return "\t";
  const first = text.slice(0, firstLineEnd(text));
  const count = (sign: string) => first.split(sign).length;
  return count(";") > count(",") ? ";" : ",";
}
