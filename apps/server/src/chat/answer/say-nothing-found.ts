import { neutraliseLabel } from "./neutralise.ts";
import type { Part } from "./read-question.ts";
import { listWords, type Source, writeSource } from "./write-answer.ts";

/** What was looked through, for a person who wants to know why nothing came of it. */
export interface Searched {
  readonly passages: number;
  readonly files: number;
  /** The conversation is kept to some files. */
  readonly limitedToFiles: number | undefined;
  readonly attachments: number;
  readonly suggestion: string | undefined;
  /** The passage that has some of it, and what it lacks. */
  readonly nearest: { readonly source: Source; readonly missing: readonly string[] } | undefined;
}

/** Says that the notes do not answer, and exactly what was searched. */
export function sayNothingFound(part: Part, searched: Searched): string {
  if (searched.files === 0 && searched.attachments === 0 && searched.limitedToFiles === undefined) {
    return "There is nothing to answer from yet: no notes have been added. Add a folder or drop files in, then ask again.";
  }
  const { nearest } = searched;
  return [
    "Nothing in your notes answers this.",
    `Searched ${where(searched)}${part.words.length > 0 ? ` for ${listWords(part.words.map((word) => word.text))}` : ""}.`,
    ...(part.filters.length > 0 ? [`Narrowed by ${part.filters.map(neutraliseLabel).join(", ")}.`] : []),
    ...(nearest === undefined
      ? []
      : [`The nearest passage does not mention ${listWords(nearest.missing)}: ${writeSource(nearest.source)}.`]),
    ...(searched.suggestion === undefined
      ? []
      : [`Did you mean “${neutraliseLabel(searched.suggestion.replace(/[?\s]+$/, ""))}”?`]),
  ].join(" ");
}

function where({ passages, files, limitedToFiles, attachments }: Searched): string {
  const of =
    limitedToFiles === undefined ? count(files, "file") : `the ${count(limitedToFiles, "file")} of this conversation`;
  const attached = attachments > 0 ? ` and ${count(attachments, "attached file")}` : "";
  return `${count(passages, "passage")} of ${of}${attached}`;
}

const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
