import { Fragment } from "react";
import { findWords } from "./find-words.ts";

/** Text with the given words marked. */
export function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  const ranges = findWords(text, words);
  return (
    <>
      {ranges.map(({ start, end }, index) => (
        <Fragment key={start}>
          {text.slice(ranges[index - 1]?.end ?? 0, start)}
          <mark>{text.slice(start, end)}</mark>
        </Fragment>
      ))}
      {text.slice(ranges.at(-1)?.end ?? 0)}
    </>
  );
}
