import type { AnswerMarks } from "@khoj/contract";
import { type Ground, markAnswer } from "./mark-answer.ts";
import { openNeutraliser } from "./neutralise-answer.ts";

/** Puts an answer together: the model's words made harmless and held against the passages, the server's own beside them. */
export interface Speaker {
  /** Words of a model. */
  write(text: string): void;
  /** Ends a model's part: nothing follows that could change it. */
  pause(): void;
  /** Words of the server, already harmless. */
  remark(text: string): void;
  /** Whether a model has said anything. */
  readonly hasWritten: boolean;
  /** Passages that come later take the next numbers. */
  know(ground: Pick<Ground, "passages" | "said">): void;
  /** What the model said so far. */
  text(): string;
  marks(): AnswerMarks;
}

export function openSpeaker(
  ground: Ground,
  { say, showMarks }: { readonly say: (text: string) => void; readonly showMarks: (marks: AnswerMarks) => void },
): Speaker {
  const marker = markAnswer(ground);
  let neutraliser = openNeutraliser();
  let written = "";
  const tellMarks = () => {
    const found = marker.takeNew();
    if (found) showMarks(found);
  };
  const pass = (safe: string) => {
    if (safe === "") return;
    say(safe);
    marker.add(safe);
    tellMarks();
  };
  const pause = () => {
    pass(neutraliser.end());
    neutraliser = openNeutraliser();
    marker.settle();
    tellMarks();
  };
  return {
    write(text) {
      written += text;
      pass(neutraliser.add(text));
    },
    pause,
    remark(text) {
      pause();
      say(text);
      marker.skip(text);
      tellMarks();
    },
    get hasWritten() {
      return written.trim() !== "";
    },
    text: () => written,
    know: marker.know,
    marks: marker.marks,
  };
}
