import { badRequest, ChatModelOption, KhojError, quotingAnswerer } from "@khoj/contract";
import { z } from "zod";
import { get, post, type Route } from "../platform/http/route.ts";

const Choice = z.object({ id: z.string() });

export const routes = (): Route[] => [
  get("/api/model/chat/options", { allow: "open", answer: z.array(ChatModelOption) }, () => [quotingAnswerer]),
  get("/api/model/chat", { allow: "read" }, () => ({ id: quotingAnswerer.id, chat_model: quotingAnswerer.name })),
  post("/api/model/chat", { allow: "write", query: Choice, errors: "status" }, ({ query }) => {
    // Obsidian sends an empty id for "default".
    if (query.id !== "" && readId(query.id) !== quotingAnswerer.id) throw unknown("Chat");
    return { status: "ok" };
  }),
  post("/api/model/voice", { allow: "write", query: Choice, errors: "status" }, () => {
    throw unknown("Voice");
  }),
  post("/api/model/paint", { allow: "write", query: Choice, errors: "status" }, ({ query }) => {
    readId(query.id);
    throw unknown("Image");
  }),
];

function readId(id: string): number {
  if (!/^\d{1,9}$/.test(id)) throw badRequest(`A model's id is a number; ${JSON.stringify(id.slice(0, 40))} is none`);
  return Number(id);
}

const unknown = (kind: string): KhojError => new KhojError("not_found", `${kind} model not found`);
