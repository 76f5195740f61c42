import { KhojError, SpeechSettings, tooMany } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { type Provider, speak, transcribe } from "@khoj/models";
import { z } from "zod";
import type { Events } from "../../audit/index.ts";
import type { Actor } from "../../platform/actor.ts";
import { readParts } from "../../platform/http/multipart.ts";
import { get, post, put, Reply, type Route, stream, text } from "../../platform/http/route.ts";
import { missingField } from "../../platform/http/validation.ts";
import type { LimitRule, Limits } from "../../platform/limits/limits.ts";
import { explainChatFailure } from "../chat/explain-chat-failure.ts";
import { type OpenProviderDeps, openProvider } from "../providers/open-provider.ts";
import { soundFormat } from "./sound-format.ts";
import { readSpeech, writeSpeech } from "./speech-settings.ts";

export interface SpeechRoutesDeps extends OpenProviderDeps {
  readonly database: Database;
  readonly events: Events;
  readonly limits: Limits;
}

const ours = { strict: true, allow: "admin", answer: SpeechSettings } as const;
const maxAudioBytes = 10 * 1024 * 1024;
/** The longest text read aloud at once: providers take 4,096 signs. */
const longestSpeech = 4096;

// Upstream counts speech with chat; here each has limits of its own.
const transcriptions: readonly LimitRule[] = [
  { name: "transcribe_minute", most: 60, seconds: 60 },
  { name: "transcribe_day", most: 2000, seconds: 86_400 },
];
const speeches: readonly LimitRule[] = [
  { name: "speech_minute", most: 30, seconds: 60 },
  { name: "speech_day", most: 600, seconds: 86_400 },
];

/** Voice in and out, by any OpenAI-compatible endpoint. Nothing of it is kept, on disk or elsewhere. */
export const speechRoutes = (deps: SpeechRoutesDeps): Route[] => [
  get("/api/admin/speech", { ...ours, query: z.object({}) }, () => deps.database.transaction(readSpeech)),
  put("/api/admin/speech", { ...ours, elevated: true, body: SpeechSettings }, ({ actor, from, body }) =>
    deps.database.transaction(async (sql) => {
      await writeSpeech(sql, body);
      const facts = { transcribe: body.transcribe?.model ?? null, speak: body.speak?.model ?? null };
      await deps.events.record({ kind: "model.speech-changed", outcome: "done", actor, from, facts }, sql);
      return readSpeech(sql);
    }),
  ),
  post("/api/transcribe", { allow: "chat", body: "stream" }, async ({ actor, stream: body, headers, signal }) => {
    const limits = { maxParts: 10, maxPartBytes: maxAudioBytes };
    for await (const part of readParts(body, headers["content-type"], limits)) {
      if (part.field !== "file" || part.fileName === undefined) continue;
      const content = await part.read();
      if (content.state === "too-large") return text("Audio may be 10 MB at most here.", 422);
      if (content.state === "cut") return text("The recording broke off on its way here; record it again.", 422);
      const found = await openSpeech(deps, "transcribe");
      if (!found) return new Reply(501, "");
      await requireRoom(deps.limits, transcriptions, actor);
      const { ending, type } = soundFormat(content.bytes);
      const recording = { bytes: content.bytes, type, fileName: `recording.${ending}` };
      return {
        text: await transcribe(found.provider, { model: found.model, recording, signal }).catch(explainChatFailure),
      };
    }
    throw missingField("body", "file");
  }),
  post(
    "/api/chat/speech",
    { allow: "chat", query: z.object({ text: z.string() }) },
    async ({ actor, query, signal }) => {
      const found = await openSpeech(deps, "speak");
      if (!found)
        throw new KhojError("unavailable", "No voice is set up; an administrator can choose one under Models");
      await requireRoom(deps.limits, speeches, actor);
      const { model, voice, provider } = found;
      const said = plainText(query.text).slice(0, longestSpeech);
      const sound = speak(provider, { model, voice: voice ?? "alloy", text: said, signal });
      return stream(await sound.catch(explainChatFailure), "audio/mpeg");
    },
  ),
];

async function openSpeech(
  deps: SpeechRoutesDeps,
  purpose: "transcribe" | "speak",
): Promise<{ provider: Provider; model: string; voice: string | null } | undefined> {
  const chosen = (await deps.database.transaction(readSpeech))[purpose];
  if (!chosen) return undefined;
  const { model, voice, provider_id } = chosen;
  return { provider: await openProvider(deps, provider_id), model, voice };
}

async function requireRoom(limits: Limits, rules: readonly LimitRule[], actor: Actor): Promise<void> {
  for (const rule of rules)
    if (!(await limits.take(rule, actor.personId)))
      throw tooMany("That was more speech than is allowed for now; wait a little and try again", rule.seconds);
}

/** Marks of Markdown and of citations are not read aloud. */
const plainText = (answer: string): string =>
  answer
    .replaceAll(/\[\^?\d+\]|[*_#`>|]/g, " ")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/\s+/g, " ")
    .trim();
