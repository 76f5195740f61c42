/** A piece of a template around texts: a fixed token, or the first or second text. `type` tells the model which text. */
export interface TemplatePiece {
  readonly tokens: readonly number[] | "A" | "B";
  readonly type: number;
}

/** Turns text into the numbers a model reads. */
export interface Tokenizer {
  /** The tokens of a text, without those that a template puts around it. */
  encode(text: string): number[];
  /** True for a token that begins a word: a text is cut before one. */
  beginsWord(token: number): boolean;
  readonly single: readonly TemplatePiece[];
  readonly pair: readonly TemplatePiece[];
  /** One more than the highest token. */
  readonly size: number;
}

export interface TokenSequence {
  readonly tokens: readonly number[];
  readonly types: readonly number[];
}

/** Puts the texts' tokens into a template. */
export function fillTemplate(
  template: readonly TemplatePiece[],
  first: readonly number[],
  second: readonly number[] = [],
): TokenSequence {
  const tokens: number[] = [];
  const types: number[] = [];
  for (const piece of template) {
    const added = piece.tokens === "A" ? first : piece.tokens === "B" ? second : piece.tokens;
    for (const token of added) {
      tokens.push(token);
      types.push(piece.type);
    }
  }
  return { tokens, types };
}

/** How many tokens a template adds by itself. */
export const templateLength = (template: readonly TemplatePiece[]): number =>
  template.reduce((sum, piece) => sum + (typeof piece.tokens === "string" ? 0 : piece.tokens.length), 0);
