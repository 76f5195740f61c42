import type { ChatMessage } from "@khoj/contract";

type Kept = Pick<ChatMessage, "trainOfThought">;

/** What the server said it did for a kept answer. */
export const stepsOf = (message: Kept | undefined): readonly string[] => pick(message, "status");

/** What the model thought before a kept answer. */
export const thoughtsOf = (message: Kept | undefined): string => pick(message, "thought").join("");

const pick = (message: Kept | undefined, wanted: "status" | "thought"): readonly string[] =>
  (message?.trainOfThought ?? []).filter(({ type }) => type === wanted).map(({ data }) => data);
