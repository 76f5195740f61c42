import type { AnswerMarks, ContextItem } from "@khoj/contract";
import type { Range } from "../../ui/find-words.ts";

export interface Cited {
  /** As it stands in the answer, from 1. */
  readonly number: number;
  readonly item: ContextItem;
  /** What came of holding it against its passage; undefined while nobody has, or where nobody does. */
  readonly mark: CitationMark | undefined;
}

type CitationMark = AnswerMarks["citations"][number];
/** `citation`: a number that names no passage. */
export type UnsupportedKind = AnswerMarks["unsupported"][number]["kind"] | "citation";

export interface AnnotatedAnswer {
  /** The answer as Markdown in which every citation is a link that knows its place. */
  readonly source: string;
  /** Where what stands in no passage is in `source`, in order, each with its kind. */
  readonly unsupported: readonly (Range & { readonly kind: UnsupportedKind })[];
}

/** A citation is `[2]`, as a model writes it, or `[2](/?open=…)`, as quotes do. */
const citation = /\[(\d{1,2})\](?:(\(\/\?[^)\s]*\))|(?![([:]))/g;

export function annotate(
  answer: string,
  context: readonly ContextItem[],
  marks: AnswerMarks | undefined,
): AnnotatedAnswer {
  const shifts: { readonly from: number; readonly by: number }[] = [];
  let longer = 0;
  const source = answer.replace(citation, (whole, digits: string, _address: unknown, at: number) => {
    const item = context[Number(digits) - 1];
    if (item === undefined) return whole;
    const linked = `[${digits}](${passageAddress(item, at)})`;
    longer += linked.length - whole.length;
    shifts.push({ from: at + whole.length, by: longer });
    return linked;
  });
  const move = (offset: number): number => offset + (shifts.findLast(({ from }) => from <= offset)?.by ?? 0);
  const unsupported = [...(marks?.unsupported ?? []), ...namingNothing(marks, context)]
    .map(({ start, end, kind }) => ({ start: move(start), end: move(end), kind }))
    .toSorted((one, other) => one.start - other.start);
  return { source, unsupported };
}

const namingNothing = (marks: AnswerMarks | undefined, context: readonly ContextItem[]) =>
  (marks?.citations ?? [])
    .filter(({ number }) => context[number - 1] === undefined)
    .map(({ at, number }) => ({ start: at, end: at + `[${number}]`.length, kind: "citation" as const }));

/** The passage a numbered citation means, where its address agrees with one of those the answer was made from. */
export function readCitation(
  path: string,
  context: readonly ContextItem[],
  number: number,
  marks: AnswerMarks | undefined,
): Cited | undefined {
  const parameters = new URLSearchParams(path.split("?")[1] ?? "");
  const item = context[number - 1];
  if (item === undefined || item.file !== parameters.get("open")) return undefined;
  const at = Number(parameters.get("at") ?? Number.NaN);
  return { number, item, mark: marks?.citations.find((one) => one.at === at && one.number === number) };
}

/** The address that opens a passage; `at`: where in the answer it is cited. */
function passageAddress({ file, start, end }: Pick<ContextItem, "file" | "start" | "end">, at: number): string {
  const parameters = new URLSearchParams({ open: file });
  if (start !== undefined) parameters.set("start", String(start));
  if (end !== undefined) parameters.set("end", String(end));
  parameters.set("at", String(at));
  return `/?${parameters}`;
}
