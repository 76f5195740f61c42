/**
 * A GGUF file end to end: loading, tokens a second, stopping, memory. Kept out of the whole run, for it needs a file and
 * llama.cpp, which it gets by npm: `node bench/gguf.ts FILE.gguf`.
 */
import { readFileSync, statSync } from "node:fs";
import { openGgufModels } from "../packages/models/src/gguf/gguf-models.ts";
import { testLlama } from "../packages/models/src/testing/test-llama.ts";

const [file] = process.argv.slice(2);
const { runtime, missing } = await testLlama();
if (file === undefined || runtime === undefined) {
  console.error(`Nothing was measured: ${missing ?? "name a file: node bench/gguf.ts FILE.gguf"}`);
  process.exit(1);
}
const models = openGgufModels({ runtime, patience: 120_000 });
const { size: bytes } = statSync(file);
const model = models.open({ file, bytes, name: "model", contextTokens: 2048, answerTokens: 128 });
const turns = [
  { by: "user", parts: [{ kind: "text", value: "Tell the story of a fox who crossed a river in winter." }] },
] as const;
for (const round of ["first question, with loading", "second question"]) {
  const started = performance.now();
  let first = 0;
  let tokens = 0;
  for await (const piece of model.ask({ turns, answerTokens: 128, temperature: 0 })) {
    first ||= performance.now();
    if (piece.kind === "end") tokens = piece.usage.outputTokens ?? 0;
  }
  const seconds = (performance.now() - first) / 1000;
  console.log(
    `${round}: first piece after ${Math.round(first - started)} ms, ${tokens} tokens, ${(tokens / seconds).toFixed(1)}/s`,
  );
}
const memory = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${models.pid()}/status`, "utf8"))?.[1];
console.log(`memory of its process at most ${Math.round(Number(memory) / 1024)} MB`);
await models.close();
