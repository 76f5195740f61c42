import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ParsedDocument } from "../document.ts";
import { parse } from "../parse.ts";

/** The bytes of a file of fixtures/, written for this project. */
export const fixture = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, "../fixtures", name));

/** A note of a few lines, as a file of that name. */
export const parseText = (fileName: string, text: string): Promise<ParsedDocument> =>
  parse({ fileName, bytes: new TextEncoder().encode(text) });
