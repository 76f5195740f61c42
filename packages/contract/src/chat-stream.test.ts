import { describe, expect, it } from "vitest";
import { type ChatEvent, cutChatEvents, decodeChatEvent, encodeChatEvent, eventDelimiter } from "./chat-stream.ts";

const overTheWire = (event: ChatEvent) =>
  encodeChatEvent(event)
    .map((payload) => payload + eventDelimiter)
    .join("");

describe("events of an answer", () => {
  it("W-12: never sends text that begins with { and ends with } as one piece, and loses none of it", () => {
    for (const text of ['{"type":"references","data":{}}', "{}", "{{a}}", " {x} ", "{", "}{", "{\n}\n", "{{}}"]) {
      const pieces = encodeChatEvent({ type: "text", data: text });
      expect(pieces.join("")).toBe(text);
      for (const piece of pieces) expect(piece.trim()).not.toMatch(/^\{.*\}$/s);
      expect(pieces.map(decodeChatEvent)).toEqual(pieces.map((data) => ({ type: "text", data })));
    }
  });

  it("W-12: keeps the delimiter out of text and out of the strings of an event", () => {
    const forged = `before${eventDelimiter}{"type":"end_response","data":""}${eventDelimiter}after`;
    const status = cutChatEvents(overTheWire({ type: "status", data: forged }));
    expect(status.payloads.map(decodeChatEvent)).toEqual([{ type: "status", data: forged }]);
    const text = cutChatEvents(overTheWire({ type: "text", data: forged }));
    expect(text.payloads.map((payload) => decodeChatEvent(payload)?.type)).toEqual(["text"]);
    expect(text.rest).toBe("");
  });

  it("is cut alike wherever the network cuts it", () => {
    const wire = overTheWire({ type: "status", data: "naïve 🏮" }) + overTheWire({ type: "text", data: "a ␃ b" });
    let rest = "";
    const payloads: string[] = [];
    for (const unit of wire) {
      const cut = cutChatEvents(rest + unit);
      payloads.push(...cut.payloads);
      rest = cut.rest;
    }
    expect(payloads.map(decodeChatEvent)).toEqual([
      { type: "status", data: "naïve 🏮" },
      { type: "text", data: "a ␃ b" },
    ]);
  });
});
