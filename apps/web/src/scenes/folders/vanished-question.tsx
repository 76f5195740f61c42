import type { VanishedAnswer } from "@khoj/client";
import { TriangleAlert } from "lucide-react";
import { Button } from "../../ui/button.tsx";

export interface VanishedQuestionProps {
  readonly count: number;
  readonly reason: string | null;
  readonly busy: boolean;
  readonly onAnswer: (answer: VanishedAnswer) => void;
}

/** Many files gone at once may be a wish, or an unplugged disk: nothing is forgotten before the person says which. */
export function VanishedQuestion({ count, reason, busy, onAnswer }: VanishedQuestionProps) {
  return (
    <section aria-label="Question" className="mt-3 rounded-xl bg-warn-wash px-4 py-3">
      <p className="flex items-start gap-2 font-medium">
        <TriangleAlert className="mt-0.5 size-5 shrink-0 text-warn" aria-hidden />
        {count > 0
          ? `${count.toLocaleString()} files vanished at once. Were they meant to go?`
          : "The folder is gone. Was it meant to go?"}
      </p>
      <p className="mt-1 pl-7 text-[0.92rem] text-ink-soft">
        {count === 0 && reason !== null && `${reason}. `}Until you answer, their notes stay searchable.
      </p>
      <div className="mt-2.5 flex flex-wrap gap-2 pl-7">
        <Button look="strong" disabled={busy} onClick={() => onAnswer("restore")}>
          Keep their notes, look again
        </Button>
        <Button look="danger" disabled={busy} onClick={() => onAnswer("accept")}>
          Yes, forget their notes
        </Button>
      </div>
    </section>
  );
}
