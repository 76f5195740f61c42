import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { MessagesSquare, Square } from "lucide-react";
import { useEffect } from "react";
import { khoj } from "../../khoj.ts";
import { Button } from "../../ui/button.tsx";
import { Answer } from "./answer.tsx";
import { AnsweredBy } from "./answered-by.tsx";
import { stepsOf, thoughtsOf } from "./train-of-thought.ts";
import { useAnswer } from "./use-answer.ts";
import { Working } from "./working.tsx";

export interface AskedCardProps {
  /** Asked now; absent when the page is reloaded and only the conversation is known. */
  readonly question: string | undefined;
  readonly conversation: string | undefined;
  /** The one space the question is about. */
  readonly space: string | undefined;
  readonly onConversation: (id: string) => void;
}

/** The answer above the results it was made from. */
export function AskedCard({ question, conversation, space, onConversation }: AskedCardProps) {
  const { live, ask, stop } = useAnswer(onConversation, space);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once; the card of another question is another card
  useEffect(() => {
    if (question !== undefined) ask(question);
  }, []);
  const kept = useQuery({
    queryKey: ["chats", "one", conversation],
    queryFn: ({ signal }) => khoj.chat.history(conversation ?? "", signal),
    enabled: question === undefined && conversation !== undefined,
  });
  const last = kept.data?.chat?.findLast(({ by }) => by === "khoj");
  const text = live?.text ?? last?.message ?? "";
  const context = live?.context ?? last?.context ?? [];
  const steps = live?.steps ?? stepsOf(last);
  const problem = live?.problem || kept.error?.message;
  const busy = live?.phase === "waiting" || live?.phase === "writing";

  return (
    <section
      aria-label="Answer"
      aria-busy={busy}
      className="mx-1 mb-4 rounded-2xl border border-line bg-surface px-4 py-4 lg:px-5"
    >
      {text === "" && busy && <Working doing={live.doing} />}
      {(text !== "" || (live?.thoughts ?? "") !== "") && (
        <Answer
          text={text}
          context={context}
          marks={live === undefined ? last?.marks : live.marks}
          steps={steps}
          thoughts={live?.thoughts ?? thoughtsOf(last)}
          writing={busy}
        />
      )}
      {problem !== undefined && problem !== "" && (
        <p role="alert" className="mt-2 text-danger">
          {problem}
        </p>
      )}
      {live?.phase === "stopped" && <p className="mt-2 text-ink-faint">Stopped.</p>}
      <footer className="mt-3 flex min-h-9 items-center justify-between gap-3">
        {busy || text === "" ? <span /> : <AnsweredBy steps={steps} />}
        {busy ? (
          <Button look="quiet" icon={<Square aria-hidden />} onClick={stop}>
            Stop
          </Button>
        ) : (
          conversation !== undefined && (
            <Link
              to="/chat"
              search={{ conversation } as never}
              className="link inline-flex shrink-0 items-center gap-1.5 text-[0.94rem]"
            >
              <MessagesSquare className="size-4" aria-hidden />
              Continue
            </Link>
          )
        )}
      </footer>
    </section>
  );
}
