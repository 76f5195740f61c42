import type { AnswerMarks, ContextItem } from "@khoj/contract";
import { lazy, Suspense } from "react";
import { Confirmed } from "./confirmed.tsx";
import { HowAnswered } from "./how-answered.tsx";
import { Sources } from "./sources.tsx";

const AnswerText = lazy(async () => ({ default: (await import("./answer-text.tsx")).AnswerText }));

export interface AnswerProps {
  readonly text: string;
  readonly context: readonly ContextItem[];
  readonly marks?: AnswerMarks | undefined;
  /** What the server said it did, and what the model thought before it answered. */
  readonly steps?: readonly string[];
  readonly thoughts?: string;
  readonly writing?: boolean;
}

/** The words of an answer, what they are worth, and the passages they were made from. */
export function Answer({ text, context, marks, steps = [], thoughts = "", writing = false }: AnswerProps) {
  return (
    <div className="min-w-0">
      <HowAnswered steps={steps} thoughts={thoughts} writing={writing} />
      {text !== "" && (
        <Suspense fallback={<div className="min-h-14" />}>
          <AnswerText text={text} context={context} marks={marks} writing={writing} />
        </Suspense>
      )}
      {!writing && marks !== undefined && <Confirmed marks={marks} />}
      {!writing && context.length > 0 && <Sources context={context} />}
    </div>
  );
}
