import { type ChatEvent, ChatRequest, encodeChatEvent, eventDelimiter, sayFault } from "@khoj/contract";
import { z } from "zod";
import type { Socket, SocketRoute } from "../platform/http/socket.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { checkRequest, refuseKeysIn } from "./check-request.ts";
import { coalesceText } from "./coalesce-text.ts";
import { runTurn, sayWhatFailed } from "./run-turn.ts";

/** `/api/chat/ws` (wire.md §1.3.5): one turn at a time, which may be stopped, added to or replaced while it runs. */
export const chatSocket = (deps: ChatDeps): SocketRoute => ({
  path: "/api/chat/ws",
  allow: "chat",
  connect(socket) {
    let turn: SocketTurn | undefined;
    // One frame after the other: a message that replaces a turn waits until the turn before is kept.
    let before = Promise.resolve();
    const inOrder = (work: () => Promise<void> | void) => {
      before = before.then(work).catch((error: unknown) => {
        tell(socket, { error: sayWhatFailed(deps, error, "The message could not be handled.") });
      });
    };
    return {
      onMessage(frame) {
        const message = readFrame(frame);
        if (message === undefined) return socket.close(1011, "A message is JSON; this one was not");
        const interrupt = Interrupt.safeParse(message);
        if (interrupt.success) {
          inOrder(async () => {
            const instruction = interrupt.data.query ?? "";
            refuseKeysIn(deps, socket.actor, [instruction]);
            tell(socket, { type: await interruptTurn(turn, instruction) });
          });
          return;
        }
        const request = ChatRequest.safeParse(message);
        if (!request.success) return tell(socket, { error: sayFault(request.error) });
        inOrder(async () => {
          await turn?.stop();
          turn = startTurn(deps, socket, request.data);
        });
      },
    };
  },
});

const Interrupt = z.object({ type: z.literal("interrupt"), query: z.string().nullish() });

interface SocketTurn {
  readonly isRunning: () => boolean;
  /** Resolves when the turn has stopped and what there was of its answer is kept. */
  stop(): Promise<void>;
  add(instruction: string): void;
}

/** Acknowledges a stop after it has stopped, never before (W-27). */
async function interruptTurn(turn: SocketTurn | undefined, instruction: string): Promise<string> {
  if (turn?.isRunning() && instruction.trim() !== "") {
    turn.add(instruction);
    return "interrupt_message_acknowledged";
  }
  await turn?.stop();
  return "interrupt_acknowledged";
}

function startTurn(deps: ChatDeps, socket: Socket, request: ChatRequest): SocketTurn {
  const stop = new AbortController();
  const events = coalesceText((event: ChatEvent) => sendEvent(socket, event));
  let instructions: string[] = [];
  let running = true;
  const ended = (async () => {
    try {
      await runTurn(deps, socket.actor, checkRequest(deps, socket.actor, request), {
        emit: events.send,
        signal: stop.signal,
        takeInstructions: () => instructions.splice(0),
      });
    } catch (error) {
      tell(socket, { error: sayWhatFailed(deps, error, "The question could not be kept, so it was not answered.") });
    } finally {
      running = false;
      instructions = [];
      events.flush();
    }
  })();
  return {
    isRunning: () => running,
    stop: async () => {
      stop.abort();
      await ended;
    },
    add: (instruction) => {
      instructions.push(instruction);
    },
  };
}

/** An event and its delimiter travel as two frames. */
function sendEvent(socket: Socket, event: ChatEvent): void {
  for (const payload of encodeChatEvent(event)) {
    socket.send(payload);
    socket.send(eventDelimiter);
  }
}

const tell = (socket: Socket, control: { readonly type: string } | { readonly error: string }): void =>
  socket.send(JSON.stringify(control));

function readFrame(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    return undefined;
  }
}
