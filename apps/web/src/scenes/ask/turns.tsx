import type { ChatMessage } from "@khoj/contract";
import { useQueryClient } from "@tanstack/react-query";
import { RotateCcw, Trash2 } from "lucide-react";
import { khoj } from "../../khoj.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { later, useHidden } from "../../ui/undo.ts";
import { Answer } from "./answer.tsx";
import { AnsweredBy } from "./answered-by.tsx";
import { CopyAnswer } from "./copy-answer.tsx";
import { ReadAloud } from "./read-aloud.tsx";
import { stepsOf, thoughtsOf } from "./train-of-thought.ts";
import type { LiveAnswer } from "./use-answer.ts";
import { Working } from "./working.tsx";

export interface TurnsProps {
  readonly conversation: string | undefined;
  readonly messages: readonly ChatMessage[];
  readonly live: LiveAnswer | undefined;
  readonly onAskAgain: (question: string) => void;
}

/** The kept turns of a conversation, then the one that is being answered. */
export function Turns({ conversation, messages, live, onAskAgain }: TurnsProps) {
  const hidden = useHidden();
  const kept = messages.filter(({ turnId }) => turnId !== live?.turn && !hidden.has(`turn:${turnId}`));
  return (
    <>
      {kept.map((message) =>
        message.by === "you" ? (
          <Asked key={`${message.turnId}-you`} text={message.message} images={message.images} />
        ) : (
          <article key={`${message.turnId}-khoj`} aria-label="Answer" className="group">
            <Answer
              text={message.message}
              context={message.context}
              marks={message.marks}
              steps={stepsOf(message)}
              thoughts={thoughtsOf(message)}
            />
            <TurnActions conversation={conversation} message={message} />
          </article>
        ),
      )}
      {live !== undefined && <LiveTurn live={live} onAskAgain={onAskAgain} />}
    </>
  );
}

function Asked({ text, images }: { readonly text: string; readonly images: readonly string[] }) {
  return (
    <div className="flex max-w-[85%] flex-col items-end gap-2 self-end">
      {images.map((image, index) => (
        <img
          // biome-ignore lint/suspicious/noArrayIndexKey: pictures of a question never change their order
          key={index}
          src={image}
          alt={`Number ${index + 1} that went with the question`}
          className="max-h-48 rounded-xl border border-line"
        />
      ))}
      <p dir="auto" className="rounded-2xl rounded-br-md bg-accent-wash px-4 py-2 whitespace-pre-wrap">
        <span className="sr-only">You asked: </span>
        {text}
      </p>
    </div>
  );
}

function TurnActions({
  conversation,
  message,
}: {
  readonly conversation: string | undefined;
  readonly message: ChatMessage;
}) {
  const queries = useQueryClient();
  const remove = (): void => {
    if (conversation === undefined) return;
    later("Question and answer deleted", [`turn:${message.turnId}`], async () => {
      await khoj.chat.removeTurn(conversation, message.turnId);
      await queries.invalidateQueries({ queryKey: ["chats"] });
    });
  };
  return (
    <footer className="mt-1 flex flex-wrap items-center gap-x-3">
      <AnsweredBy steps={stepsOf(message)} />
      <span className="flex items-center gap-1 opacity-0 transition-opacity duration-100 group-focus-within:opacity-100 group-hover:opacity-100 max-lg:opacity-100">
        <CopyAnswer text={message.message} context={message.context} />
        <ReadAloud text={message.message} />
        <IconButton label="Delete this question and answer" onClick={remove}>
          <Trash2 />
        </IconButton>
      </span>
    </footer>
  );
}

function LiveTurn({
  live,
  onAskAgain,
}: {
  readonly live: LiveAnswer;
  readonly onAskAgain: (question: string) => void;
}) {
  const busy = live.phase === "waiting" || live.phase === "writing";
  return (
    <>
      <Asked text={live.question} images={live.images} />
      <article aria-label="Answer" aria-busy={busy}>
        {live.text === "" && busy && <Working doing={live.doing} />}
        {(live.text !== "" || live.thoughts !== "") && (
          <Answer
            text={live.text}
            context={live.context}
            marks={live.marks}
            steps={live.steps}
            thoughts={live.thoughts}
            writing={busy}
          />
        )}
        {live.phase === "stopped" && <p className="mt-2 text-ink-faint">Stopped.</p>}
        {live.problem !== "" && (
          <div role="alert" className="mt-2 flex flex-wrap items-center gap-3 text-danger">
            {live.problem}
            <Button icon={<RotateCcw aria-hidden />} onClick={() => onAskAgain(live.question)}>
              Ask again
            </Button>
          </div>
        )}
      </article>
    </>
  );
}
