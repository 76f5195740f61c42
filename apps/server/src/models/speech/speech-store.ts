import type { Sql } from "@khoj/db";

export interface SpeechRow {
  readonly purpose: "transcribe" | "speak";
  readonly provider_id: number;
  readonly model: string;
  readonly voice: string | null;
}

export function listSpeechModels(sql: Sql): Promise<SpeechRow[]> {
  return sql.query("SELECT purpose, provider_id, model, voice FROM speech_models ORDER BY position, id");
}

/** What hears and what speaks from now on; nothing else does. */
export async function replaceSpeechModels(sql: Sql, rows: readonly SpeechRow[]): Promise<void> {
  await sql.execute("DELETE FROM speech_models");
  for (const { provider_id, purpose, model, voice } of rows)
    await sql.execute(
      "INSERT INTO speech_models (provider_id, purpose, model, name, voice) VALUES ($1, $2, $3, $4, $5)",
      [provider_id, purpose, model, voice ?? model, voice],
    );
}
