import { createHash } from "node:crypto";
import type { KhojError } from "@khoj/contract";
import type { Sequence } from "./messages.ts";

const mostKept = 1000;

/** Texts over which processes ended, by their hash, with why they are computed no more. */
export class RefusedTexts {
  readonly #why = new Map<string, KhojError>();

  add(sequence: Sequence, why: KhojError): KhojError {
    this.#why.set(keyOf(sequence), why);
    for (const oldest of this.#why.keys()) {
      if (this.#why.size <= mostKept) break;
      this.#why.delete(oldest);
    }
    return why;
  }

  /** Why one of these is not computed. */
  of(sequences: readonly Sequence[]): KhojError | undefined {
    if (this.#why.size === 0) return undefined;
    return sequences.map((sequence) => this.#why.get(keyOf(sequence))).find((why) => why !== undefined);
  }
}

const keyOf = ({ tokens }: Sequence): string => createHash("sha256").update(tokens).digest("base64");
