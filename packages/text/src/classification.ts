import { type Classification, classifications } from "@khoj/contract";

const unknown = `The note's classification is not one of ${classifications.join(", ")}; it is treated as secret.`;

/** Collects the labels a note gives itself; the strictest holds for the whole note. */
export class ClassificationReader {
  #strictest = -1;
  #unknown = false;

  /** Takes a label as written. One we do not know is read as the strictest: a misspelt `secret` must not travel. */
  read(value: string): void {
    const rank = classifications.indexOf(value.trim().toLowerCase() as Classification);
    if (rank === -1) this.#unknown = true;
    this.#strictest = Math.max(this.#strictest, rank === -1 ? classifications.length - 1 : rank);
  }

  get value(): Classification | undefined {
    return classifications[this.#strictest];
  }

  get missing(): readonly string[] {
    return this.#unknown ? [unknown] : [];
  }
}
