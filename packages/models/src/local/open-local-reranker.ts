import { KhojError } from "@khoj/contract";
import type { Reranker } from "../reranker.ts";
import type { Sequence } from "./engine/messages.ts";
import type { LocalModelOptions } from "./local-model-options.ts";
import { readModelFolder } from "./model-folder.ts";
import { modelName, openPools } from "./open-pool.ts";
import { splitTokens } from "./tokenize/split-tokens.ts";
import { fillTemplate, type Tokenizer, templateLength } from "./tokenize/tokenizer.ts";

export interface LocalReranker extends Reranker {
  close(): Promise<void>;
}

/** Opens a cross-encoder of the BERT family from its folder, which computes in processes of its own. */
export async function openLocalReranker(options: LocalModelOptions): Promise<LocalReranker> {
  const model = await readModelFolder(options.folder);
  const { questions: pool } = await openPools(options, model, "classifier");
  const name = modelName(options);
  const most = model.maxTokens - templateLength(model.tokenizer.pair);
  return {
    name,
    isRemote: false,
    async rank(query, passages, signal) {
      const parts: number[] = [];
      const rows = await pool.run(pairs(model.tokenizer, most, query, passages, parts), signal);
      let done = 0;
      return parts.map((count) => {
        done += count;
        return Math.max(...rows.slice(done - count, done).map((row) => relevance(row, name)));
      });
    },
    close: async () => pool.close(),
  };
}

/** The question with each passage; a passage that is too long beside it in parts, of which the best counts. */
function* pairs(
  tokenizer: Tokenizer,
  most: number,
  query: string,
  passages: readonly string[],
  parts: number[],
): Generator<Sequence> {
  // A question of more than half the model's length leaves too little to read of passages: its beginning asks.
  const asked = tokenizer.encode(query).slice(0, Math.floor(most / 2));
  for (const passage of passages) {
    const pieces = splitTokens(tokenizer.encode(passage), most - asked.length, tokenizer.beginsWord);
    parts.push(pieces.length);
    for (const piece of pieces) {
      const { tokens, types } = fillTemplate(tokenizer.pair, asked, piece);
      yield { tokens: Int32Array.from(tokens), types: Int32Array.from(types) };
    }
  }
}

/** One number is a logit; of two the second says that it answers. */
function relevance(row: Float32Array, name: string): number {
  const [first = Number.NaN, second] = row;
  if (row.length > 2 || Number.isNaN(first)) {
    const message = `The model ${name} answers ${row.length} numbers for a passage; a reranker answers one. Choose a cross-encoder for search.`;
    throw new KhojError("not_configured", message);
  }
  return 1 / (1 + Math.exp(second === undefined ? -first : first - second));
}
