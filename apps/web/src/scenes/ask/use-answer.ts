import type { Question } from "@khoj/client";
import { type AnswerMarks, type ContextItem, joinMarks } from "@khoj/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { khoj } from "../../khoj.ts";
import { plainStep } from "./how-answered.tsx";

/** An answer while it is made, and after. */
export interface LiveAnswer {
  readonly question: string;
  readonly phase: "waiting" | "writing" | "done" | "stopped" | "failed";
  /** What the server says it is doing. */
  readonly doing: string;
  readonly text: string;
  readonly context: readonly ContextItem[];
  readonly marks: AnswerMarks | undefined;
  readonly steps: readonly string[];
  readonly thoughts: string;
  /** Pictures that were asked about. */
  readonly images: readonly string[];
  readonly conversation: string | undefined;
  readonly turn: string | undefined;
  readonly problem: string;
}

export interface Answering {
  readonly live: LiveAnswer | undefined;
  readonly ask: (question: string, conversation?: string, images?: readonly string[]) => void;
  readonly stop: () => void;
  readonly clear: () => void;
}

/** Asks, and follows the answer as it comes. A new question or leaving the scene stops the one under way. */
export function useAnswer(onConversation: (id: string) => void, space: string | undefined): Answering {
  const queries = useQueryClient();
  const [live, setLive] = useState<LiveAnswer>();
  const running = useRef<AbortController>(undefined);
  const tell = useRef(onConversation);
  tell.current = onConversation;
  const about = useRef(space);
  about.current = space;
  useEffect(() => () => running.current?.abort(), []);

  const ask = useCallback(
    (question: string, conversation?: string, images: readonly string[] = []) => {
      running.current?.abort();
      const control = new AbortController();
      running.current = control;
      setLive({
        question,
        phase: "waiting",
        doing: "",
        text: "",
        context: [],
        marks: undefined,
        steps: [],
        thoughts: "",
        images,
        conversation,
        turn: undefined,
        problem: "",
      });
      const change = (part: Partial<LiveAnswer> | ((now: LiveAnswer) => Partial<LiveAnswer>)): void => {
        if (running.current !== control) return;
        setLive((now) => now && { ...now, ...(typeof part === "function" ? part(now) : part) });
      };
      void follow(
        {
          text: question,
          conversationId: conversation,
          space: about.current,
          images: images.length === 0 ? undefined : images,
          signal: control.signal,
        },
        change,
        tell.current,
      ).finally(() => {
        void queries.invalidateQueries({ queryKey: ["chats"] });
      });
    },
    [queries],
  );
  const { conversation, turn } = live ?? {};
  const stop = useCallback(() => {
    running.current?.abort();
    if (conversation === undefined || turn === undefined) return;
    // Leaving the stream ends nothing: the server is told to, and keeps what there is. It may have ended meanwhile.
    void khoj.chat
      .stop(conversation, turn)
      .catch(() => undefined)
      .finally(() => void queries.invalidateQueries({ queryKey: ["chats"] }));
  }, [conversation, turn, queries]);
  const clear = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setLive(undefined);
  }, []);
  return { live, ask, stop, clear };
}

type Change = (part: Partial<LiveAnswer> | ((now: LiveAnswer) => Partial<LiveAnswer>)) => void;

async function follow(
  question: Question & { readonly signal: AbortSignal },
  change: Change,
  onConversation: (id: string) => void,
): Promise<void> {
  try {
    const events = khoj.chat.ask({ ...question, createNew: question.conversationId === undefined });
    for await (const event of events) {
      switch (event.type) {
        case "metadata":
          change({ conversation: event.data.conversationId, turn: event.data.turnId });
          onConversation(event.data.conversationId);
          break;
        case "status":
          change(({ steps }) => ({ doing: plainStep(event.data), steps: [...steps, event.data] }));
          break;
        case "thought":
          change(({ thoughts }) => ({ thoughts: thoughts + event.data }));
          break;
        case "marks":
          change(({ marks }) => ({ marks: joinMarks(marks, event.data) }));
          break;
        case "references":
          change({ context: event.data.context });
          break;
        case "text":
          change((now) => ({ text: now.text + event.data, phase: "writing" }));
          break;
      }
    }
    change({ phase: "done" });
  } catch (error) {
    if (question.signal.aborted) change({ phase: "stopped" });
    else change({ phase: "failed", problem: error instanceof Error ? error.message : String(error) });
  }
}
