import { createHash } from "node:crypto";
import path from "node:path";
import type { EmbeddingModel, TextKind } from "../embedding-model.ts";
import { findOrBuild } from "./built-model.ts";
import type { Sequence } from "./engine/messages.ts";
import { SessionPool } from "./engine/session-pool.ts";
import { builderVersion } from "./graph/build-model.ts";
import type { LocalEmbeddingOptions } from "./local-model-options.ts";
import { type ModelFolder, readModelFolder } from "./model-folder.ts";
import { splitTokens } from "./tokenize/split-tokens.ts";
import { fillTemplate, templateLength } from "./tokenize/tokenizer.ts";

const defaultProcesses = 2;
const defaultIdleAfter = 30_000;

/**
 * Opens a model of the BERT family from its folder: builds what runs it where that is not there yet, and computes in
 * processes of its own. Close it, or those stay until they are idle.
 */
export async function openLocalEmbeddingModel(options: LocalEmbeddingOptions): Promise<EmbeddingModel> {
  const { folder, numbers, log = () => {} } = options;
  const name = options.name ?? path.basename(path.resolve(folder));
  const model = await readModelFolder(folder);
  const pooling = options.pooling ?? model.pooling;
  const file =
    model.kind === "onnx"
      ? { file: path.join(folder, "model.onnx"), sha256: model.weightsHash }
      : await findOrBuild({
          ...model,
          folder,
          builtFolder: options.builtFolder ?? folder,
          numbers,
          head: pooling,
          log,
        });
  const pool = new SessionPool({
    model: { ...file, pooling },
    name,
    processes: options.processes ?? defaultProcesses,
    idleAfter: options.idleAfter ?? defaultIdleAfter,
    log,
  });
  const cut = cutter(model, options);
  const dimensions = model.config?.hidden ?? (await findDimensions(pool, cut));

  return {
    key: keyOf(model, options, name),
    name,
    dimensions,
    maxTokens: Math.min(options.maxTokens ?? model.maxTokens, model.maxTokens),
    scripts: options.scripts,
    isRemote: false,
    async embed(texts, { kind, signal }) {
      const parts: number[] = [];
      const rows = await pool.run(sequences(cut, texts, kind, parts), { first: kind === "query", signal });
      let done = 0;
      return parts.map((count) => {
        done += count;
        return rows.slice(done - count, done);
      });
    },
    close: async () => pool.close(),
  };
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
  const [row] = await pool.run(cut("", "passage"), { first: true });
  return row?.length ?? 0;
}

function keyOf(model: ModelFolder, options: LocalEmbeddingOptions, name: string): string {
  const hash = createHash("sha256");
  const said = [options.pooling ?? model.pooling, options.maxTokens ?? model.maxTokens, options.prefixes ?? null];
  for (const part of [...model.parts, JSON.stringify(said)]) hash.update(`${part.length} ${part}`);
  const numbers = model.kind === "onnx" ? "onnx" : options.numbers;
  return `${name}/${model.weightsHash.slice(0, 16)}/${numbers}/${builderVersion}/${hash.digest("hex").slice(0, 8)}`;
}
