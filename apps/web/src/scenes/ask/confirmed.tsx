import type { AnswerMarks } from "@khoj/contract";
import { CircleQuestionMark, ShieldCheck } from "lucide-react";
import { counted } from "../../ui/counted.ts";

/** What came of holding the whole answer against its passages, in a sentence: marks alone are seen by pointers only. */
export function Confirmed({ marks: { citations, unsupported } }: { readonly marks: AnswerMarks }) {
  const doubtful = citations.filter(({ checked }) => !checked).length;
  if (citations.length + unsupported.length === 0) return null;
  const good = doubtful === 0 && unsupported.length === 0;
  return (
    <p className="mt-3 flex items-start gap-1.5 text-[0.88rem] text-ink-soft" data-confirmed={good}>
      {good ? (
        <ShieldCheck className="mt-0.5 size-4 shrink-0 text-good" aria-hidden />
      ) : (
        <CircleQuestionMark className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
      )}
      {good ? sayGood(citations.length) : sayDoubts(doubtful, citations.length, unsupported)}
    </p>
  );
}

const sayGood = (citations: number): string =>
  citations === 1 ? "Its citation was checked." : `All ${citations} citations were checked.`;

function sayDoubts(doubtful: number, citations: number, unsupported: AnswerMarks["unsupported"]): string {
  const kinds = (["number", "name", "date"] as const).flatMap((kind) => {
    const count = unsupported.filter((one) => one.kind === kind).length;
    return count === 0 ? [] : [counted(count, kind)];
  });
  return [
    doubtful === 0 ? "" : `${doubtful} of ${counted(citations, "citation")} could not be confirmed.`,
    kinds.length === 0 ? "" : `${kinds.join(", ")} in no passage: marked in the text.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}
