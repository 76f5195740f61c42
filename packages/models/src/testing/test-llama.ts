import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { installLlama, llamaFolder } from "../gguf/install-llama.ts";

const cache =
  process.env.KHOJ_TEST_MODELS ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "khoj-test-models");

export type TestLlama =
  | { readonly runtime: string; readonly missing: undefined }
  /** `missing` goes into the titles of the tests that need it: `(not run: …)`. */
  | { readonly runtime: undefined; readonly missing: string };

/** node-llama-cpp, got by npm once and kept outside the repository. */
export async function testLlama(): Promise<TestLlama> {
  try {
    await mkdir(cache, { recursive: true });
    await installLlama({ models: cache });
    return { runtime: llamaFolder(cache), missing: undefined };
  } catch (error) {
    return { runtime: undefined, missing: error instanceof Error ? error.message : String(error) };
  }
}
