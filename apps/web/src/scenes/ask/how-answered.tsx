import { ChevronRight } from "lucide-react";

export interface HowAnsweredProps {
  readonly steps: readonly string[];
  readonly thoughts: string;
  readonly writing: boolean;
}

/** What was done for the answer, and what the model thought: there for whoever wants it, folded for everybody. */
export function HowAnswered({ steps, thoughts, writing }: HowAnsweredProps) {
  if (thoughts === "" && (writing || steps.length === 0)) return null;
  return (
    <details className="group/how mb-2">
      <summary className="flex w-fit items-center gap-1 rounded-md pr-1.5 text-[0.88rem] text-ink-faint hover:text-ink">
        <ChevronRight className="size-3.5 transition-transform group-open/how:rotate-90" aria-hidden />
        {thoughts === "" ? "How it was answered" : writing ? "Thinking" : "What it thought"}
      </summary>
      <div className="mt-1 border-l-2 border-line pl-3 text-[0.9rem] text-ink-soft">
        {steps.length > 0 && (
          <ul aria-label="Steps">
            {steps.map((step) => (
              <li key={step}>{plainStep(step)}</li>
            ))}
          </ul>
        )}
        {thoughts !== "" && (
          <p className="mt-1 max-h-72 overflow-y-auto whitespace-pre-wrap" dir="auto">
            {thoughts.trim()}
          </p>
        )}
      </div>
    </details>
  );
}

/** Steps come as a bold heading and text. */
export const plainStep = (step: string): string =>
  step
    .replaceAll("**", "")
    .replace(/\s*\n+\s*/g, ": ")
    .trim();
