import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "./parse.ts";
import { checkDocument } from "./testing/check-document.ts";
import { type Corpus, openCorpus } from "./testing/corpus.ts";

const corpora: readonly (readonly [corpus: Corpus, format: string])[] = [
  [openCorpus("rust-book", "**/*.md"), "markdown"],
  [openCorpus("worg", "**/*.org"), "org"],
];

describe.each(corpora)("real files", (corpus, format) => {
  const absent = corpus.isPresent ? "" : ` (not run: ${corpus.folder} is absent, set KHOJ_CORPORA)`;

  it.skipIf(!corpus.isPresent)(`of ${corpus.name} are read whole${absent}`, async () => {
    expect(corpus.files.length).toBeGreaterThan(100);
    for (const fileName of corpus.files) {
      const bytes = readFileSync(join(corpus.folder, fileName));
      const document = await parse({ fileName, bytes });
      expect(document.format, fileName).toBe(format);
      expect(document.text, fileName).toBe(bytes.toString("utf8"));
      expect(document.missing, fileName).toEqual([]);
      expect(checkDocument(document).length, fileName).toBeGreaterThan(0);
    }
  });
});
