import { badRequest, type SpeechSettings } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { requireProvider } from "../providers/change-providers.ts";
import { listSpeechModels, replaceSpeechModels, type SpeechRow } from "./speech-store.ts";

export async function readSpeech(sql: Sql): Promise<SpeechSettings> {
  const rows = await listSpeechModels(sql);
  const of = (purpose: SpeechRow["purpose"]) => {
    const row = rows.find((candidate) => candidate.purpose === purpose);
    return row ? { provider_id: row.provider_id, model: row.model, voice: row.voice } : null;
  };
  return { transcribe: of("transcribe"), speak: of("speak") };
}

export async function writeSpeech(sql: Sql, { transcribe, speak }: SpeechSettings): Promise<void> {
  for (const model of [transcribe, speak]) {
    if (model === null) continue;
    const { kind, name } = await requireProvider(sql, model.provider_id);
    if (kind !== "openai") throw badRequest(`${name} does not speak OpenAI's protocol, which voices need here`);
  }
  await replaceSpeechModels(sql, [
    ...(transcribe ? [{ ...transcribe, purpose: "transcribe" as const }] : []),
    ...(speak ? [{ ...speak, purpose: "speak" as const }] : []),
  ]);
}
