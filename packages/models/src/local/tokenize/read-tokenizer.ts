import { KhojError } from "@khoj/contract";
import { readJsonObject } from "../weights/json-file.ts";
import { readNormalizer } from "./normalizers.ts";
import { readPreTokenizer } from "./pre-tokenizers.ts";
import type { TemplatePiece, Tokenizer } from "./tokenizer.ts";
import { type AddedToken, literal, notSupported, type PostProcessor, type TokenizerFile } from "./tokenizer-file.ts";
import { unigram } from "./unigram.ts";
import { wordPiece } from "./word-piece.ts";

/**
 * Reads tokenizer.json. What it says about cutting and filling texts to a length is left aside: the model's own length
 * counts, and longer texts are embedded in parts.
 */
export function readTokenizer(json: string): Tokenizer {
  const file = parse(json);
  const normalize = readNormalizer(file.normalizer);
  const cut = readPreTokenizer(file.pre_tokenizer);
  const { encodeWord, pieces } = readModel(file);
  const added = addedTokens(file.added_tokens ?? []);
  const templates = readTemplates(file.post_processor);
  const size = Math.max(pieces.size - 1, ...(file.added_tokens ?? []).map(({ id }) => id)) + 1;

  return {
    ...templates,
    size,
    beginsWord: pieces.beginsWord,
    encode(text) {
      const tokens: number[] = [];
      const encodePlain = (piece: string, atStart: boolean): void => {
        if (piece === "") return;
        for (const word of cut(normalize(piece), atStart)) encodeWord(word, tokens);
      };
      let done = 0;
      // A text that itself holds `[SEP]` means that token, as in the reference.
      for (const { start, end, token } of added(text.toWellFormed())) {
        encodePlain(text.slice(done, start), done === 0);
        tokens.push(token);
        done = end;
      }
      encodePlain(text.slice(done).toWellFormed(), done === 0);
      return tokens;
    },
  };
}

function parse(json: string): TokenizerFile {
  const file = readJsonObject(json, "tokenizer.json") as Partial<TokenizerFile>;
  if (file.model?.vocab === undefined) {
    throw new KhojError("invalid", "tokenizer.json has no vocabulary. Fetch the file again.");
  }
  return file as TokenizerFile;
}

function readModel({ model }: TokenizerFile) {
  const { vocab } = model;
  if (Array.isArray(vocab)) {
    if (model.byte_fallback === true) throw notSupported("model", "Unigram with byte_fallback");
    const encodeWord = unigram({ pieces: vocab, unknown: model.unk_id ?? 0 });
    const beginsWord = (token: number): boolean => vocab[token]?.[0].startsWith("▁") ?? true;
    return { encodeWord, pieces: { size: vocab.length, beginsWord } };
  }
  if ((model.type ?? "WordPiece") !== "WordPiece") throw notSupported("model", model.type ?? "");
  const vocabulary = new Map(Object.entries(vocab));
  const continuing = model.continuing_subword_prefix ?? "##";
  const unknown = vocabulary.get(model.unk_token ?? "[UNK]");
  if (unknown === undefined) throw new KhojError("invalid", "tokenizer.json has no token for unknown words.");
  const encodeWord = wordPiece({ vocabulary, unknown, continuing, longestWord: model.max_input_chars_per_word ?? 100 });
  const continues = new Set<number>();
  for (const [piece, token] of vocabulary) if (piece.startsWith(continuing)) continues.add(token);
  return { encodeWord, pieces: { size: vocabulary.size, beginsWord: (token: number) => !continues.has(token) } };
}

function addedTokens(tokens: readonly AddedToken[]) {
  const byContent = new Map(tokens.map((token) => [token.content, token]));
  const contents = [...byContent.keys()].filter((content) => content !== "").sort((a, b) => b.length - a.length);
  if (contents.length === 0) return () => [];
  const any = literal(contents);
  return function* (text: string) {
    for (const match of text.matchAll(any)) {
      const token = byContent.get(match[0]);
      if (token === undefined) continue;
      let start = match.index;
      let end = start + match[0].length;
      if (token.single_word && touchesWord(text, start, end)) continue;
      if (token.lstrip) start = text.slice(0, start).trimEnd().length;
      if (token.rstrip) end += text.length - end - text.slice(end).trimStart().length;
      yield { start, end, token: token.id };
    }
  };
}

const touchesWord = (text: string, start: number, end: number): boolean =>
  /[\p{L}\p{N}_]$/u.test(text.slice(0, start)) || /^[\p{L}\p{N}_]/u.test(text.slice(end));

function readTemplates(post: PostProcessor | null | undefined): Pick<Tokenizer, "single" | "pair"> {
  const A: TemplatePiece = { tokens: "A", type: 0 };
  if (post === null || post === undefined) return { single: [A], pair: [A, { tokens: "B", type: 0 }] };
  if (post.type === "TemplateProcessing") {
    const read = (items: PostProcessor["single"]): TemplatePiece[] =>
      (items ?? []).map((item) =>
        "Sequence" in item
          ? { tokens: item.Sequence.id, type: item.Sequence.type_id }
          : { tokens: post.special_tokens?.[item.SpecialToken.id]?.ids ?? [], type: item.SpecialToken.type_id },
      );
    return { single: read(post.single), pair: read(post.pair) };
  }
  const isRoberta = post.type === "RobertaProcessing";
  if (!(isRoberta || post.type === "BertProcessing") || post.cls === undefined || post.sep === undefined) {
    throw notSupported("post_processor", post.type);
  }
  const begin: TemplatePiece = { tokens: [post.cls[1]], type: 0 };
  const end: TemplatePiece = { tokens: [post.sep[1]], type: 0 };
  const second = isRoberta ? 0 : 1;
  return {
    single: [begin, A, end],
    pair: [begin, A, end, ...(isRoberta ? [end] : []), { tokens: "B", type: second }, { ...end, type: second }],
  };
}
