import { neutralise, neutraliseLabel } from "./neutralise.ts";
import type { Part } from "./read-question.ts";

/** A quote with where it stands, numbered as it is cited. */
export interface Citation {
  readonly number: number;
  /** The quoted words as they stand. */
  readonly text: string;
  readonly fileName: string;
  readonly headings: readonly string[];
  readonly place: {
    readonly start: number;
    readonly end: number;
    readonly line: number;
    readonly space: string | undefined;
  };
  /** Attached files are not in any note to open. */
  readonly canOpen: boolean;
}

/** Something to open that is no quote: the name of a note and its heading, leading to the passage. */
export type Source = Pick<Citation, "fileName" | "headings" | "place" | "canOpen">;

export interface AnsweredPart {
  readonly part: Part;
  readonly citations: readonly Citation[];
  /** Quoted under an earlier part already. */
  readonly repeated: readonly number[];
  readonly missing: readonly string[];
  /** Words taken for others that are spelled alike. */
  readonly respelled: readonly (readonly [asked: string, found: string])[];
  readonly nothing: string | undefined;
}

/** The answer as Markdown, cut where it may be streamed: quotes with citations, and what the notes do not have. */
export function writeAnswer(parts: readonly AnsweredPart[]): readonly string[] {
  return parts.flatMap((answered) => [
    ...(parts.length > 1 ? [`**${neutraliseLabel(answered.part.asked)}**\n\n`] : []),
    ...writePart(answered).map((piece) => `${piece}\n\n`),
  ]);
}

export const writeCitations = (citations: readonly Citation[]): readonly string[] => citations.map(writeCitation);

function writePart({ citations, repeated, missing, respelled, nothing }: AnsweredPart): readonly string[] {
  if (nothing !== undefined) return [nothing];
  const again = repeated.map((number) => `**[${number}]**`).join(", ");
  return [
    ...respelled.map(([asked, found]) => `Read ${listWords([asked])} as ${listWords([found])}:`),
    ...(missing.length > 0 ? [`What comes nearest does not mention ${listWords(missing)}:`] : []),
    ...writeCitations(citations),
    ...(repeated.length > 0 ? [`${citations.length > 0 ? "See also" : "See"} ${again} above.`] : []),
  ];
}

function writeCitation(citation: Citation): string {
  const quote = neutralise(citation.text)
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
  return `${quote}\n\n**[${citation.number}]** ${writeSource(citation)}`;
}

export function writeSource({ fileName, headings, place, canOpen }: Source): string {
  const name = neutraliseLabel(fileName.split(/[/\\]/).at(-1) || fileName || "note without a name");
  const deepest = headings.at(-1);
  const label = deepest === undefined ? name : `${name} › ${neutraliseLabel(deepest)}`;
  return canOpen ? `[${label}](${linkTo(fileName, place)})` : `${label} (attached, line ${place.line})`;
}

/** The passage in our page: the note opened with these characters marked. */
function linkTo(fileName: string, { start, end, line, space }: Citation["place"]): string {
  const query = new URLSearchParams({ open: fileName, start: String(start), end: String(end), line: String(line) });
  if (space !== undefined) query.set("space", space);
  return `/?${query.toString().replaceAll("(", "%28").replaceAll(")", "%29").replaceAll("*", "%2A").replaceAll("_", "%5F")}`;
}

export const listWords = (words: readonly string[]): string =>
  words.map((word) => `*${neutraliseLabel(word)}*`).join(", ");
