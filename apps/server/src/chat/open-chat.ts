import { ChatRequest } from "@khoj/contract";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { questionLimit } from "../platform/http/body.ts";
import { post, stream } from "../platform/http/route.ts";
import type { Room } from "../platform/room.ts";
import { answerWhole, streamAnswer } from "./answer-over-http.ts";
import { chatSocket } from "./answer-over-socket.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { conversationRoutes } from "./conversation-routes.ts";
import { findConversation } from "./conversation-store.ts";
import { exportOwn } from "./export-own.ts";
import { ownerOf } from "./owner.ts";
import { keepTrashShort } from "./purge-trash.ts";
import { RunningTurns } from "./running-turns.ts";
import { shareRoutes } from "./share-routes.ts";

interface ChatRoom extends Room {
  /** Whether a conversation is this person's. */
  hasConversation(actor: Actor, id: string): Promise<boolean>;
}

/** Whoever reads a stream may leave it without ending the turn: ending it is asked for by itself. */
const StopTurn = z.object({ conversation_id: z.string(), turn_id: z.string() });

/** How long a stop waits for answers that are being made; what is not done by then is shown as interrupted later. */
const patience = 5000;

/** A proxy that gathers answers before it passes them on (nginx does) would undo the streaming. */
const unbuffered = { "x-accel-buffering": "no" };

export function openChat(given: Omit<ChatDeps, "running" | "now">): ChatRoom {
  const deps: ChatDeps = { ...given, running: new RunningTurns(), now: () => new Date() };
  const trash = keepTrashShort(deps);
  const ask = { allow: "chat", body: ChatRequest, bodyLimit: questionLimit } as const;
  return {
    name: "chat",
    routes: [
      post("/api/chat", ask, ({ actor, body }) =>
        body.stream ? stream(streamAnswer(deps, actor, body), undefined, unbuffered) : answerWhole(deps, actor, body),
      ),
      post(
        "/api/chat/stop",
        { allow: "chat", strict: true, body: StopTurn, answer: z.object({ stopped: z.boolean() }) },
        async ({ actor, body: { conversation_id: conversationId, turn_id: turnId } }) => ({
          stopped: await deps.running.stop({ conversationId, turnId, personId: actor.personId }),
        }),
      ),
      ...conversationRoutes(deps),
      ...shareRoutes(deps),
    ],
    sockets: [chatSocket(deps)],
    hasConversation: async (actor, id) => {
      const owner = ownerOf(actor);
      return (await deps.database.inSpaces([owner.spaceId], (sql) => findConversation(sql, owner, id))) !== undefined;
    },
    exportOf: (actor) => exportOwn(deps, actor),
    start: trash.start,
    stop: async () => {
      trash.stop();
      await deps.running.settled(patience);
    },
  };
}
