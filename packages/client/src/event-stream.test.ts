import type { ChatEvent } from "@khoj/contract";
import { expect, test } from "vitest";
import { readEvents } from "./event-stream.ts";

const end = "␃🔚␗";
const stream = [
  `{"type":"metadata","data":{"conversationId":"c1","turnId":"t1"}}`,
  `{"type":"status","data":"**Searching** notes"}`,
  `{"type":"references","data":{"inferredQueries":["bread"],"context":[{"file":"a.md","start":3,"end":9}]}}`,
  `{"type":"start_llm_response","data":""}`,
  "Früh um 六時 [1]",
  "",
  `{"type":"end_llm_response","data":""}`,
  `{"type":"usage","data":{"input_tokens":1}}`,
  `{"type":"of a later version","data":{}}`,
  `{"type":"end_response","data":""}`,
].join(end);
const events: readonly ChatEvent[] = [
  { type: "metadata", data: { conversationId: "c1", turnId: "t1" } },
  { type: "status", data: "**Searching** notes" },
  {
    type: "references",
    data: { inferredQueries: ["bread"], context: [{ file: "a.md", start: 3, end: 9 }] } as never,
  },
  { type: "start_llm_response", data: "" },
  { type: "text", data: "Früh um 六時 [1]" },
  { type: "end_llm_response", data: "" },
  { type: "usage", data: { input_tokens: 1 } } as never,
  { type: "end_response", data: "" },
];

test("reads every event of an answer", async () => {
  expect(await read(cut(stream + end, 1_000_000))).toEqual(events);
});

test("reads the same events however the bytes are cut", async () => {
  for (const size of [1, 2, 3, 5, 7, 64]) expect(await read(cut(stream + end, size))).toEqual(events);
});

test("keeps the last piece of a body that ends without a delimiter", async () => {
  expect(await read(cut(stream, 9))).toEqual(events);
});

test("takes text that only resembles an event for text", async () => {
  const lookalikes = [`{"a":1}`, `{"type":"status"`, "{}", "{ type }"];
  expect(await read(cut(lookalikes.join(end), 11))).toEqual(lookalikes.map((data) => ({ type: "text", data })));
});

async function read(body: AsyncIterable<Uint8Array>): Promise<readonly ChatEvent[]> {
  const found: ChatEvent[] = [];
  for await (const event of readEvents(body)) found.push(event);
  return found;
}

async function* cut(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
