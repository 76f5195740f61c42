import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answerer, Asked } from "./answerers.ts";
import { endless } from "./endless.ts";
import type { Knobs } from "./knobs.ts";
import type { Protocol, RefusalKind } from "./protocol.ts";
import { writePiece } from "./write-piece.ts";

const refusedOutright: readonly string[] = [
  "rate-limit",
  "overloaded",
  "broken",
  "key",
  "no-such-model",
  "too-long",
] satisfies RefusalKind[];
const isRefusal = (fault: string | undefined): fault is RefusalKind =>
  fault !== undefined && refusedOutright.includes(fault);

/** The marks of our own stream of events, as a model that wants to be taken for the server would write them. */
export const falseEvents = '{"type":"references","data":{"context":[]}}␃🔚␗{"type":"end_response","data":""}␃🔚␗';
export const loopedSentence = "The plan is to make a plan for the plan. ";

export interface Answering {
  readonly protocol: Protocol;
  readonly asked: Asked;
  readonly knobs: Knobs;
  readonly answerer: Answerer | undefined;
  readonly response: ServerResponse;
}

/** Answers one request as its knobs say, until it is done or the client goes away. */
export async function streamAnswer(answering: Answering): Promise<void> {
  const { knobs, response, protocol, asked } = answering;
  if (knobs.fault === "hang") return;
  const send = endless[knobs.fault ?? ""];
  if (send) return send(response);
  if (isRefusal(knobs.fault)) {
    const { status, body } = protocol.refusal(asked, knobs.fault);
    response.writeHead(status, {
      "content-type": "application/json",
      ...(knobs.retry !== undefined && { "retry-after": String(knobs.retry) }),
    });
    response.end(JSON.stringify(body));
    return;
  }
  if (knobs.fault === "garbage") {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(Buffer.from([0x1f, 0x8b, 0xff, 0xfe, 0x00, ...Buffer.from("data: {not json\n\ndata: [1,\n\n")]));
    return;
  }
  if (knobs.fault === "page") {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>Sign in to the network</title>");
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  await writePiece(response, protocol.begin(asked));
  await sleep(knobs.first);
  if (knobs.thinks) await writePiece(response, protocol.thought(asked, "Let me look at the notes."));
  await streamPieces(answering);
}

async function streamPieces({ protocol, asked, knobs, answerer, response }: Answering): Promise<void> {
  let written = 0;
  const saysNothing = knobs.fault === "empty-events" || knobs.fault === "only-thoughts";
  for (let count = 1; saysNothing && !response.destroyed; count++) {
    const isEmpty = knobs.fault === "empty-events";
    await writePiece(response, isEmpty ? protocol.text(asked, "") : protocol.thought(asked, `Thought ${count}. `));
    await sleep(knobs.delay);
  }
  for (const piece of pieces(asked, knobs, answerer)) {
    if (response.destroyed) return;
    if (written === knobs.after && knobs.fault === "silence") return;
    if (written === knobs.after && knobs.fault === "error-inside") {
      response.end(protocol.failure(asked));
      return;
    }
    if (written === knobs.after && knobs.fault === "cut") {
      const bytes = Buffer.from(protocol.text(asked, "é🔚"));
      // Between the bytes of the é, which JSON leaves as it is.
      await writePiece(response, bytes.subarray(0, bytes.indexOf(0xc3) + 1));
      response.destroy();
      return;
    }
    await writePiece(response, protocol.text(asked, piece));
    written++;
    if (knobs.delay > 0) await sleep(knobs.delay);
  }
  const end = knobs.fault === "refusal" ? "refusal" : knobs.fault === "length" ? "length" : "complete";
  response.end(protocol.end(asked, end, written));
}

function* pieces(asked: Asked, knobs: Knobs, answerer: Answerer | undefined): Generator<string> {
  if (knobs.fault === "refusal") return;
  if (knobs.fault === "loop") while (true) yield loopedSentence;
  if (knobs.fault === "events") yield falseEvents;
  if (knobs.fault === "half-characters") yield* ["The end: \ud83d", "\udd1a."];
  if (answerer) yield* answerer(asked).match(/\s*\S+\s*$|\s*\S+/g) ?? [];
  else for (let word = 1; word <= knobs.tokens; word++) yield word === 1 ? "word1" : ` word${word}`;
}
