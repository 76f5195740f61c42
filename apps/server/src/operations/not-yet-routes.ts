import { z } from "zod";
import { readParts } from "../platform/http/multipart.ts";
import { get, post, Reply, type Route, text } from "../platform/http/route.ts";
import { missingField } from "../platform/http/validation.ts";

const maxAudioBytes = 10 * 1024 * 1024;

/** Features that come later, answering as upstream does where they are not set up (ours.md §4). */
export const notYetRoutes = (): Route[] => [
  post("/api/transcribe", { allow: "chat", body: "stream" }, async ({ stream, headers }) => {
    const limits = { maxParts: 10, maxPartBytes: maxAudioBytes };
    for await (const part of readParts(stream, headers["content-type"], limits)) {
      if (part.field !== "file" || part.fileName === undefined) continue;
      const tooLarge = (await part.read()).state === "too-large";
      return tooLarge ? text("Audio may be 10 MB at most here.", 422) : new Reply(501, "");
    }
    throw missingField("body", "file");
  }),
  get("/api/notion/auth/callback", { allow: "write", query: NotionCallback }, ({ query }) =>
    text(query.code && query.state ? "Invalid state parameter" : "Missing code or state", 400),
  ),
];

const NotionCallback = z.object({ code: z.string().optional(), state: z.string().optional() });
