import { createHash } from "node:crypto";
import type { EmbeddingModel, TextKind } from "../embedding-model.ts";
import { checkAgainstReference } from "./check-against-reference.ts";
import type { Sequence } from "./engine/messages.ts";
import type { SessionPool } from "./engine/session-pool.ts";
import { builderVersion } from "./graph/build-model.ts";
import type { LocalEmbeddingOptions } from "./local-model-options.ts";
import { type ModelFolder, readModelFolder } from "./model-folder.ts";
import { type ModelPools, modelName, openPools } from "./open-pool.ts";
import { splitTokens } from "./tokenize/split-tokens.ts";
import { fillTemplate, templateLength } from "./tokenize/tokenizer.ts";

export interface LocalEmbeddingModel extends EmbeddingModel {
  /** The processes that compute for it now. */
  processes(): readonly number[];
}

/**
 * Opens a model of the BERT family from its folder: builds what runs it where that is not there yet, and computes in
 * processes of its own. Close it, or those stay until they are idle.
 */
export async function openLocalEmbeddingModel(options: LocalEmbeddingOptions): Promise<LocalEmbeddingModel> {
  const model = await readModelFolder(options.folder);
  const pools = await openPools(options, model, options.pooling ?? model.pooling);
  try {
    const opened = await embedWith(pools, model, options);
    if (options.reference !== undefined) await checkAgainstReference(opened, options.reference, options.numbers);
    return opened;
  } catch (error) {
    pools.questions.close();
    pools.passages.close();
    throw error;
  }
}

async function embedWith(
  { questions, passages }: ModelPools,
  model: ModelFolder,
  options: LocalEmbeddingOptions,
): Promise<LocalEmbeddingModel> {
  const cut = cutter(model, options);
  const dimensions = model.config?.hidden ?? (await findDimensions(questions, cut));
  return {
    key: keyOf(model, options),
    name: modelName(options),
    dimensions,
    maxTokens: Math.min(options.maxTokens ?? model.maxTokens, model.maxTokens),
    scripts: options.scripts,
    isRemote: false,
    async embed(texts, { kind, signal }) {
      const parts: number[] = [];
      const pool = kind === "query" ? questions : passages;
      const rows = await pool.run(sequences(cut, texts, kind, parts), signal);
      let done = 0;
      return parts.map((count) => {
        done += count;
        return rows.slice(done - count, done);
      });
    },
    tokensPerWord: (text) => tokensPerWord(model.tokenizer, text),
    processes: () => [...questions.pids, ...passages.pids],
    async close() {
      questions.close();
      passages.close();
    },
  };
}

/** Signs of a text that say how its words fall into pieces. */
const sampled = 2000;

function tokensPerWord(tokenizer: ModelFolder["tokenizer"], text: string): number {
  const tokens = tokenizer.encode(text.slice(0, sampled));
  return tokens.length / Math.max(1, tokens.filter((token) => tokenizer.beginsWord(token)).length);
}

type Cut = (text: string, kind: TextKind) => readonly Sequence[];

/** Makes of a text what the model reads: several sequences where one would be too long. */
function cutter({ tokenizer, maxTokens }: ModelFolder, options: LocalEmbeddingOptions): Cut {
  const prefixes = {
    query: tokenizer.encode(options.prefixes?.query ?? ""),
    passage: tokenizer.encode(options.prefixes?.passage ?? ""),
  };
  const most = Math.min(options.maxTokens ?? maxTokens, maxTokens) - templateLength(tokenizer.single);
  return (text, kind) => {
    const prefix = prefixes[kind];
    const parts = splitTokens(tokenizer.encode(text), most - prefix.length, tokenizer.beginsWord);
    return parts.map((part) => ({
      tokens: Int32Array.from(fillTemplate(tokenizer.single, prefix.length === 0 ? part : [...prefix, ...part]).tokens),
    }));
  };
}

function* sequences(cut: Cut, texts: readonly string[], kind: TextKind, parts: number[]): Generator<Sequence> {
  for (const text of texts) {
    const made = cut(text, kind);
    parts.push(made.length);
    yield* made;
  }
}

async function findDimensions(pool: SessionPool, cut: Cut): Promise<number> {
  const [row] = await pool.run(cut("", "passage"));
  return row?.length ?? 0;
}

function keyOf(model: ModelFolder, options: LocalEmbeddingOptions): string {
  const hash = createHash("sha256");
  const said = [options.pooling ?? model.pooling, options.maxTokens ?? model.maxTokens, options.prefixes ?? null];
  for (const part of [...model.parts, JSON.stringify(said)]) hash.update(`${part.length} ${part}`);
  const numbers = model.kind === "onnx" ? "onnx" : options.numbers;
  return `${modelName(options)}/${model.weightsHash.slice(0, 16)}/${numbers}/${builderVersion}/${hash.digest("hex").slice(0, 8)}`;
}
