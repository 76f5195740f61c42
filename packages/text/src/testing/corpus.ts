import { existsSync, globSync } from "node:fs";
import { join } from "node:path";

const corpora = process.env.KHOJ_CORPORA ?? join(import.meta.dirname, "../../../../../shared/corpora");

export interface Corpus {
  readonly name: string;
  readonly folder: string;
  readonly isPresent: boolean;
  readonly files: readonly string[];
}

/** Real texts nobody here wrote. They are not part of the project: tests over them say so where they are absent. */
export function openCorpus(name: string, pattern: string): Corpus {
  const folder = join(corpora, name);
  const isPresent = existsSync(folder);
  return { name, folder, isPresent, files: isPresent ? globSync(pattern, { cwd: folder }).sort() : [] };
}
