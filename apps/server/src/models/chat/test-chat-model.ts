import type { TestReport } from "@khoj/contract";
import type { Database } from "@khoj/db";
import { ChatFailure } from "@khoj/models";
import { requireChatModel } from "./change-chat-models.ts";
import { type OpenChatModelDeps, openChatModel } from "./open-chat-model.ts";

/** Asks it to say one word: costs a few tokens and sends no note. */
export async function testChatModel(
  deps: OpenChatModelDeps & { readonly database: Database },
  id: number,
  signal?: AbortSignal,
): Promise<TestReport> {
  const model = await openChatModel(deps, await deps.database.transaction((sql) => requireChatModel(sql, id)));
  const turns = [{ by: "user", parts: [{ kind: "text", value: "Say hello in one word." }] }] as const;
  let said = "";
  try {
    for await (const piece of model.ask({ turns, answerTokens: 200, temperature: 0, signal }))
      if (piece.kind !== "end") said += piece.text;
    const message = said.trim() === "" ? "It answered, without a word" : `It answered: ${said.trim().slice(0, 100)}`;
    return { ok: true, steps: [{ step: "ask", ok: true, message }] };
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    return { ok: false, steps: [{ step: "ask", ok: false, message: error.message }] };
  }
}
