import { KhojError } from "@khoj/contract";

/** A step of tokenizer.json: its kind, and what any kind may say. */
export interface Part {
  readonly type: string;
  readonly normalizers?: readonly Part[];
  readonly pretokenizers?: readonly Part[];
  readonly clean_text?: boolean;
  readonly handle_chinese_chars?: boolean;
  readonly strip_accents?: boolean | null;
  readonly lowercase?: boolean;
  readonly precompiled_charsmap?: string | null;
  readonly strip_left?: boolean;
  readonly strip_right?: boolean;
  readonly pattern?: { readonly String?: string; readonly Regex?: string };
  readonly content?: string;
  readonly replacement?: string;
  readonly prepend_scheme?: string;
  readonly add_prefix_space?: boolean;
  readonly split?: boolean;
}

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
  readonly single_word?: boolean;
}

type TemplateItem =
  | { readonly SpecialToken: { readonly id: string; readonly type_id: number } }
  | { readonly Sequence: { readonly id: "A" | "B"; readonly type_id: number } };

export interface PostProcessor {
  readonly type: string;
  readonly single?: readonly TemplateItem[];
  readonly pair?: readonly TemplateItem[];
  readonly special_tokens?: Readonly<Record<string, { readonly ids: readonly number[] }>>;
  readonly cls?: readonly [string, number];
  readonly sep?: readonly [string, number];
}

export interface TokenizerFile {
  readonly added_tokens?: readonly AddedToken[];
  readonly normalizer?: Part | null;
  readonly pre_tokenizer?: Part | null;
  readonly post_processor?: PostProcessor | null;
  readonly model: {
    readonly type?: string;
    readonly vocab: Readonly<Record<string, number>> | readonly (readonly [string, number])[];
    readonly unk_token?: string;
    readonly unk_id?: number | null;
    readonly byte_fallback?: boolean;
    readonly continuing_subword_prefix?: string;
    readonly max_input_chars_per_word?: number;
  };
}

export const notSupported = (what: string, kind: string, cause?: unknown): KhojError =>
  new KhojError(
    "not_configured",
    `tokenizer.json asks for the ${what} "${kind}", which Khoj does not have. It reads tokenisers of the BERT family (WordPiece, Unigram): choose such a model.`,
    { cause },
  );

/** What a step looks for, as a regular expression over the whole text. */
export function pattern(part: Part["pattern"], what: string): RegExp {
  if (part?.String !== undefined) return literal([part.String]);
  try {
    return new RegExp(part?.Regex ?? "(?!)", "gu");
  } catch (cause) {
    throw notSupported(what, `Replace ${part?.Regex ?? ""}`, cause);
  }
}

/** Any of these texts, the first that fits. */
export const literal = (texts: readonly string[]): RegExp =>
  new RegExp(texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&")).join("|"), "gu");
