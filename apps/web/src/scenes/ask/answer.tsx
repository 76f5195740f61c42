import type { ContextItem } from "@khoj/contract";
import { lazy, Suspense } from "react";
import { Sources } from "./sources.tsx";

const AnswerText = lazy(async () => ({ default: (await import("./answer-text.tsx")).AnswerText }));

export interface AnswerProps {
  readonly text: string;
  readonly context: readonly ContextItem[];
  readonly writing?: boolean;
}

/** The words of an answer, and the passages it was made from. */
export function Answer({ text, context, writing }: AnswerProps) {
  return (
    <div className="min-w-0">
      <Suspense fallback={<div className="min-h-14" />}>
        <AnswerText text={text} context={context} />
      </Suspense>
      {writing !== true && context.length > 0 && <Sources context={context} />}
    </div>
  );
}
