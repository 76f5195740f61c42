import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useRef } from "react";
import { khoj } from "../../khoj.ts";
import { SpaceChoice } from "../../shell/space-choice.tsx";
import { Blank } from "../../ui/blank.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { noNote } from "../note/note-location.ts";
import { WithNote } from "../note/with-note.tsx";
import { WillAnswer } from "./answered-by.tsx";
import type { ChatLocation } from "./chat-location.ts";
import { Composer } from "./composer.tsx";
import { ConversationHeader } from "./conversation-header.tsx";
import { Turns } from "./turns.tsx";
import { useAnswer } from "./use-answer.ts";

/** A conversation about the notes: questions and answers that cite them. */
export function AskScene() {
  const location: ChatLocation = useSearch({ strict: false });
  const { conversation } = location;
  const { move, live, ask, stop, shown } = useConversation(conversation, location.space);
  useTitle(shown.data?.slug ?? "Ask");
  const end = useRef<HTMLDivElement>(null);
  const length = shown.data?.chat?.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the end whenever a turn is added
  useEffect(() => {
    void end.current?.scrollIntoView({ block: "end" });
  }, [length, live?.question, live?.phase]);
  const fresh = conversation === undefined && live === undefined;

  return (
    <WithNote location={location} query={live?.question ?? lastQuestion(shown.data?.chat)} onClose={() => move(noNote)}>
      <div className="flex h-full flex-col">
        {conversation !== undefined && <ConversationHeader conversation={conversation} title={shown.data?.slug} />}
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
          <div className="mx-auto flex w-full max-w-3xl flex-col gap-5 px-4 py-5 lg:px-6">
            {shown.error !== null && <Blank title="The conversation could not be opened">{shown.error.message}</Blank>}
            {fresh && <Beginning onAsk={(question) => ask(question)} />}
            <Turns
              conversation={conversation}
              messages={shown.data?.chat ?? []}
              live={live}
              onAskAgain={(question) => ask(question, conversation)}
            />
            <div ref={end} />
          </div>
        </div>
        <div className="mx-auto w-full max-w-3xl px-3 pb-2 lg:px-6 lg:pb-3">
          <Composer
            busy={live?.phase === "waiting" || live?.phase === "writing"}
            onAsk={(question, images) => ask(question, conversation, images)}
            onStop={stop}
          />
          <div className="mt-1.5 flex flex-wrap items-center justify-center gap-x-3">
            {fresh && (
              <SpaceChoice
                label="Space to ask about"
                none="All spaces"
                space={location.space}
                onSpace={(space) => move({ space })}
                className="field-sizing-content max-w-44 min-w-0 rounded-md bg-transparent px-1 text-[0.84rem] text-ink-soft hover:bg-hover"
              />
            )}
            <WillAnswer />
          </div>
        </div>
      </div>
    </WithNote>
  );
}

function useConversation(conversation: string | undefined, space: string | undefined) {
  const navigate = useNavigate();
  const move = useCallback(
    (change: Partial<ChatLocation>) =>
      void navigate({
        to: ".",
        search: ((previous: ChatLocation) => ({ ...previous, ...change })) as never,
        replace: true,
      }),
    [navigate],
  );
  const { live, ask, stop, clear } = useAnswer((id) => move({ conversation: id }), space);
  const shown = useQuery({
    queryKey: ["chats", "one", conversation],
    queryFn: ({ signal }) => khoj.chat.history(conversation ?? "", signal),
    enabled: conversation !== undefined,
  });
  // Once the kept conversation holds the turn, the live copy of it has done its work.
  const kept = shown.data?.chat?.some(({ by, turnId }) => by === "khoj" && turnId === live?.turn) === true;
  useEffect(() => {
    if (kept && live?.phase === "done") clear();
  }, [kept, live?.phase, clear]);
  useEffect(() => {
    if (live?.conversation !== undefined && live.conversation !== conversation && live.phase !== "waiting") clear();
  }, [conversation, live?.conversation, live?.phase, clear]);
  return { move, live, ask, stop, shown };
}

function Beginning({ onAsk }: { readonly onAsk: (question: string) => void }) {
  const { data } = useQuery({
    queryKey: ["starters"],
    queryFn: ({ signal }) => khoj.chat.starters(signal),
    staleTime: 60_000,
  });
  return (
    <div className="pt-[12vh] text-center">
      <h1 className="text-2xl font-semibold tracking-tight">Ask your notes</h1>
      <p className="mt-1 text-ink-soft">Every claim of an answer names the passage it rests on.</p>
      <ul className="mt-6 flex flex-wrap justify-center gap-2">
        {data?.map((question) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onAsk(question)}
              className="rounded-full border border-edge bg-surface px-4 py-1.5 text-[0.94rem] text-ink-soft hover:bg-hover hover:text-ink"
            >
              {question}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const lastQuestion = (
  messages: readonly { readonly by: string; readonly message: string }[] | undefined,
): string | undefined => messages?.findLast(({ by }) => by === "you")?.message;
