import type { ChatMessage } from "@khoj/contract";
import { Answer } from "../ask/answer.tsx";

/** Questions and answers to read only. */
export function SharedTurns({ messages }: { readonly messages: readonly ChatMessage[] }) {
  return messages.map((message) =>
    message.by === "you" ? (
      <p
        key={`${message.turnId}-you`}
        dir="auto"
        className="max-w-[85%] self-end rounded-2xl bg-accent-wash px-4 py-2 whitespace-pre-wrap"
      >
        {message.message}
      </p>
    ) : (
      <article key={`${message.turnId}-khoj`} aria-label="Answer">
        <Answer text={message.message} context={message.context} marks={message.marks} />
      </article>
    ),
  );
}
