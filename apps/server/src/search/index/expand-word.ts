import { isUnsegmented } from "./fold.ts";
import type { Ranking } from "./ranking.ts";
import type { SpaceIndex } from "./space-index.ts";
import { allowedEdits, nearestWords, wordsContaining } from "./spelling.ts";
import { JOINED, languageNumber, stemIn } from "./stem.ts";
import { unitsOf, type Vocabulary } from "./vocabulary.ts";

export type MemberKind = "exact" | "form" | "prefix" | "fuzzy";

/** A word of a space's vocabulary that counts as a query word, and how much. */
export interface Member {
  readonly term: number;
  readonly weight: number;
  readonly kind: MemberKind;
}

type Members = readonly (readonly Member[])[];

/** Finds what in the notes counts as a query word: itself, its other forms, what it begins; only then near spellings. */
export class WordExpansion {
  readonly #spaces: readonly SpaceIndex[];
  readonly #ranking: Ranking;
  readonly #corrections = new Map<string, string>();

  constructor(spaces: readonly SpaceIndex[], ranking: Ranking) {
    this.#spaces = spaces;
    this.#ranking = ranking;
  }

  exactFrequency(word: string): number {
    return this.#spaces.reduce((sum, space) => {
      const term = space.vocabulary.find(word);
      return term < 0 ? sum : sum + space.frequency(term);
    }, 0);
  }

  /** Whether the word or another spelling of the same compound stands somewhere. */
  isKnown(word: string): boolean {
    return this.frequencyOf(this.#spaces.map((space) => this.#ownForms(space, word))) > 0;
  }

  frequencyOf(members: Members): number {
    return members.reduce(
      (sum, own, at) => own.reduce((inner, { term }) => inner + (this.#spaces[at]?.frequency(term) ?? 0), sum),
      0,
    );
  }

  expand(word: string, unfinished: boolean): { members: Members; kind: "known" | "fuzzy" | "unknown" } {
    const known = this.#spaces.map((space) => this.#known(space, word, unfinished));
    if (this.frequencyOf(known) > 0) return { members: known, kind: "known" };
    const inside = this.#spaces.map((space) => this.#inside(space, word));
    if (this.frequencyOf(inside) > 0) return { members: inside, kind: "known" };
    const fuzzy = this.#spaces.map((space) => this.#fuzzy(space, word));
    if (this.frequencyOf(fuzzy) === 0) return { members: fuzzy, kind: "unknown" };
    this.#noteCorrection(word, fuzzy);
    return { members: fuzzy, kind: "fuzzy" };
  }

  suggestion(text: string): string | undefined {
    if (this.#corrections.size === 0 || text.length > 1000) return undefined;
    return text
      .toLowerCase()
      .split(/([\p{L}\p{N}\p{M}]+)/u)
      .map((piece) => this.#corrections.get(piece.normalize("NFKD").replace(/\p{Mn}/gu, "")) ?? piece)
      .join("");
  }

  #ownForms(space: SpaceIndex, word: string): Member[] {
    const members: Member[] = [];
    const exact = space.vocabulary.find(word);
    if (exact >= 0) members.push({ term: exact, weight: 1, kind: "exact" });
    const joined = stemIn(JOINED, word);
    if (joined !== word) {
      const term = space.vocabulary.find(joined);
      if (term >= 0) members.push({ term, weight: this.#ranking.stem, kind: "form" });
    }
    return members;
  }

  #known(space: SpaceIndex, word: string, unfinished: boolean): Member[] {
    const members = new Map<number, Member>();
    const keep = (term: number, weight: number, kind: MemberKind) => {
      if (weight > 0 && !members.has(term)) members.set(term, { term, weight, kind });
    };
    for (const { term, weight, kind } of this.#ownForms(space, word)) keep(term, weight, kind);
    for (const term of this.#rarest(space, space.stems.variants(word), MOST_FORMS)) {
      keep(term, this.#ranking.stem, "form");
    }
    if (unfinished && this.#ranking.prefix > 0) {
      const longer = space.sorted.startingWith(unitsOf(word));
      for (const term of this.#commonest(space, longer, MOST_COMPLETIONS)) keep(term, this.#ranking.prefix, "prefix");
    }
    const german = languageNumber("de") ?? -1;
    if (this.#ranking.compound > 0 && space.stems.hasAny(german)) {
      if (members.size === 0) for (const term of umlauts(space, word)) keep(term, this.#ranking.stem, "form");
      for (const term of this.#compounds(space, word, german)) keep(term, this.#ranking.compound, "form");
    }
    return [...members.values()];
  }

  /** Compounds of German notes that begin or end with the word: Arbeitsvertrag for Vertrag. */
  #compounds(space: SpaceIndex, word: string, german: number): number[] {
    const stem = stemIn(german, word);
    if (stem.length < 4 || !/^[a-z]+$/.test(word)) return [];
    const found = wordsContaining(space.vocabulary, stem).filter((term) => {
      if (!space.stems.has(term, german)) return false;
      const compound = stemIn(german, space.vocabulary.word(term));
      return compound.length >= stem.length + 3 && (compound.endsWith(stem) || compound.startsWith(stem));
    });
    return this.#commonest(space, found, MOST_COMPOUNDS);
  }

  /** A word of a script without spaces may have been cut otherwise in the notes. */
  #inside(space: SpaceIndex, word: string): Member[] {
    if (word.length < 2 || !isUnsegmented(word)) return [];
    return this.#commonest(space, wordsContaining(space.vocabulary, word), MOST_FORMS).map((term) => ({
      term,
      weight: this.#ranking.stem,
      kind: "form",
    }));
  }

  #fuzzy(space: SpaceIndex, word: string): Member[] {
    if (this.#ranking.fuzzy === 0) return [];
    const near = nearestWords(space.vocabulary, word, allowedEdits(word));
    const alive = near.filter(({ term }) => space.frequency(term) > 0).slice(0, MOST_FORMS);
    return alive.map(({ term, distance }) => ({ term, weight: this.#ranking.fuzzy ** distance, kind: "fuzzy" }));
  }

  #noteCorrection(word: string, members: Members): void {
    let best: { spelling: string; weight: number; frequency: number } | undefined;
    for (const [at, own] of members.entries()) {
      const space = this.#spaces[at];
      for (const { term, weight } of space ? own : []) {
        const frequency = space?.frequency(term) ?? 0;
        const better = !best || weight > best.weight || (weight === best.weight && frequency > best.frequency);
        if (better) best = { spelling: space?.vocabulary.word(term) ?? "", weight, frequency };
      }
    }
    if (best) this.#corrections.set(word, best.spelling);
  }

  #rarest(space: SpaceIndex, terms: readonly number[], most: number): readonly number[] {
    return terms.length <= most ? terms : this.#commonest(space, terms, most);
  }

  #commonest(space: SpaceIndex, terms: readonly number[], most: number): number[] {
    return mostUsed(space.vocabulary, terms, most * 4)
      .map((term) => ({ term, frequency: space.frequency(term) }))
      .filter(({ frequency }) => frequency > 0)
      .sort((one, other) => other.frequency - one.frequency || one.term - other.term)
      .slice(0, most)
      .map(({ term }) => term);
  }
}

const MOST_FORMS = 16;
const MOST_COMPLETIONS = 48;
const MOST_COMPOUNDS = 24;

/** The words read most often, at least `most` of them: counting in how many chunks each of thousands stands takes long. */
function mostUsed(vocabulary: Vocabulary, terms: readonly number[], most: number): readonly number[] {
  if (terms.length <= most) return terms;
  const words = new Uint32Array(256);
  for (const term of terms) words[vocabulary.uses(term)] = (words[vocabulary.uses(term)] as number) + 1;
  let least = 255;
  for (let kept = words[255] as number; kept < most && least > 0; ) kept += words[--least] as number;
  return terms.filter((term) => vocabulary.uses(term) >= least);
}

/** `haeuser` for Häuser, which is kept as `hauser`. */
function umlauts(space: SpaceIndex, word: string): number[] {
  const plain = word.replace(/([aou])e/g, "$1");
  if (plain === word) return [];
  const exact = space.vocabulary.find(plain);
  return [...(exact >= 0 ? [exact] : []), ...space.stems.variants(plain)];
}
