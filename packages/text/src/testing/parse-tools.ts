import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type ParseLimits, type ParseTools, usualLimits } from "../binary-parser.ts";
import { resourceFiles } from "../resource-files.ts";

const { resolve } = createRequire(import.meta.url);

/** Tools that read the engines where npm put them, with all the time there is unless told otherwise. */
export function testTools(given: { limits?: Partial<ParseLimits>; ocrMilliseconds?: number } = {}): ParseTools {
  let left = given.ocrMilliseconds ?? Number.POSITIVE_INFINITY;
  return {
    limits: { ...usualLimits, ...given.limits },
    resources: {
      names: async () => Object.keys(resourceFiles),
      read: (name) => readFile(resolve(resourceFiles[name as keyof typeof resourceFiles])),
    },
    isLate: () => false,
    ocr: {
      left: () => left,
      spend: (milliseconds) => {
        left -= milliseconds;
      },
    },
  };
}
