import type { ChatTurn } from "@khoj/models";
import { z } from "zod";
import type { ChatModels, NamedChatModel } from "../../models/index.ts";

export interface JsonAsk<Shape> {
  readonly turns: readonly ChatTurn[];
  readonly schema: z.ZodType<Shape>;
  readonly answerTokens: number;
  /** Milliseconds until it is done without. */
  readonly patience: number;
}

/** Small help from a model that everything works without: undefined when it fails, takes too long or says something else. */
export async function askForJson<Shape>(
  models: ChatModels,
  chain: readonly NamedChatModel[],
  { turns, schema, answerTokens, patience }: JsonAsk<Shape>,
  signal?: AbortSignal,
): Promise<Shape | undefined> {
  const enough = AbortSignal.timeout(patience);
  const until = signal === undefined ? enough : AbortSignal.any([signal, enough]);
  let text = "";
  try {
    for await (const piece of models.ask(chain, {
      turns,
      answerTokens,
      temperature: 0,
      json: z.toJSONSchema(schema),
      signal: until,
    })) {
      if (piece.kind === "step" && piece.withdraws) text = "";
      if (piece.kind === "text") text += piece.text;
      if (piece.kind === "end" && piece.end !== "complete") return undefined;
    }
    const read = schema.safeParse(JSON.parse(/\{[\s\S]*\}/.exec(text)?.[0] ?? ""));
    return read.success ? read.data : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}
