import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { realModelFolder } from "../../testing/real-model.ts";
import { readTokenizer } from "./read-tokenizer.ts";
import { splitTokens } from "./split-tokens.ts";
import { fillTemplate, type Tokenizer } from "./tokenizer.ts";

interface Expectations {
  readonly texts: readonly (readonly [string, readonly number[]])[];
  readonly pair: readonly number[];
  readonly codePoints: readonly string[];
  readonly corpora: Readonly<Record<string, string>>;
}

const fixtures = path.join(import.meta.dirname, "fixtures");
const corpora = process.env.KHOJ_CORPORA ?? path.join(import.meta.dirname, "../../../../../../shared/corpora");
const noCorpora = existsSync(path.join(corpora, "xquad")) ? "" : " (not run: no corpora beside the checkout)";
const real = await realModelFolder();
const noModel = real.folder === undefined ? ` (not run: ${real.missing})` : "";

// Blocks of 4096: all characters that Unicode has given out, and for the slower one those of its first plane.
const firstPlane = Array.from({ length: 16 }, (_, block) => block);
const allPlanes = Array.from({ length: 272 }, (_, block) => block).filter((block) => block < 52 || block >= 224);
const tokenizers = [
  {
    kind: "WordPiece",
    file: path.join(real.folder ?? "", "tokenizer.json"),
    made: "word-piece",
    blocks: allPlanes,
    missing: noModel,
  },
  {
    kind: "Unigram",
    file: path.join(fixtures, "unigram-tokenizer.json"),
    made: "unigram",
    blocks: firstPlane,
    missing: "",
  },
];

for (const { kind, file, made, blocks, missing } of tokenizers) {
  describe.skipIf(missing !== "")(`the ${kind} tokeniser${missing}`, () => {
    const expected = JSON.parse(readFileSync(path.join(fixtures, `${made}-expectations.json`), "utf8")) as Expectations;
    const tokenizer = missing === "" ? readTokenizer(readFileSync(file, "utf8")) : undefined;
    const encode = (text: string): readonly number[] => (tokenizer as Tokenizer).encode(text);

    it("agrees with the reference on texts chosen to be difficult", () => {
      const wrong = expected.texts.filter(([text, tokens]) => encode(text).join() !== tokens.join());
      expect(wrong.map(([text, tokens]) => ({ text, tokens, ours: encode(text) }))).toEqual([]);
    });

    it("agrees with the reference on every character", () => {
      const wrong = blocks.filter((block) => {
        const texts = codePoints(block * 4096).map((code) => `a${String.fromCodePoint(code)}a`);
        return digest(texts.map(encode)) !== expected.codePoints[block];
      });
      expect(wrong).toEqual([]);
    });

    it.skipIf(noCorpora !== "")(`agrees with the reference on every corpus${noCorpora}`, async () => {
      for (const [name, wanted] of Object.entries(expected.corpora)) {
        const texts = await corpusTexts(name);
        expect({ name, digest: digest(texts.map(encode)) }).toEqual({ name, digest: wanted });
      }
    });

    it("puts two texts together as the reference does", () => {
      const pair = fillTemplate((tokenizer as Tokenizer).pair, encode("a cat"), encode("a dog"));
      expect(pair.tokens).toEqual(expected.pair);
    });
  });
}

describe("a text that is longer than the model", () => {
  const beginsWord = (token: number): boolean => token % 3 === 0;

  it("is cut into parts of about equal length that begin with words, and nothing is lost", () => {
    const tokens = Array.from({ length: 1000 }, (_, index) => index);
    const parts = splitTokens(tokens, 254, beginsWord);
    expect(parts.flat()).toEqual(tokens);
    expect(parts).toHaveLength(4);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(254);
    for (const part of parts) expect(beginsWord(part[0] ?? 1)).toBe(true);
  });

  it("is cut inside a word where there is no other place", () => {
    const tokens = Array.from({ length: 600 }, () => 1);
    const parts = splitTokens(tokens, 254, beginsWord);
    expect(parts.flat()).toEqual(tokens);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(254);
  });
});

function codePoints(start: number): readonly number[] {
  return Array.from({ length: 4096 }, (_, index) => start + index).filter((code) => code < 0xd800 || code > 0xdfff);
}

const digest = (lists: readonly (readonly number[])[]): string =>
  createHash("sha256")
    .update(lists.map((tokens) => tokens.join()).join("\n"))
    .digest("hex")
    .slice(0, 16);

interface Paragraphs {
  readonly data: readonly {
    readonly paragraphs: readonly {
      readonly context: string;
      readonly qas: readonly { readonly question: string }[];
    }[];
  }[];
}

async function corpusTexts(name: string): Promise<readonly string[]> {
  const text = await readFile(path.join(corpora, name), "utf8");
  if (!name.endsWith(".json")) return text.split("\n");
  const { data } = JSON.parse(text) as Paragraphs;
  return data
    .flatMap(({ paragraphs }) => paragraphs)
    .flatMap(({ context, qas }) => [context, ...qas.map(({ question }) => question)]);
}
