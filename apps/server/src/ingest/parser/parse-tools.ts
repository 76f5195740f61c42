import { readFile } from "node:fs/promises";
import { type ParseTools, type Resources, usualLimits } from "@khoj/text";
import type { ParserResource } from "./program.ts";

/** The engines of this process, from the only files it may read. */
export function openResources(files: readonly ParserResource[]): Resources {
  return {
    names: async () => files.map(({ name }) => name),
    async read(name) {
      const file = files.find((one) => one.name === name);
      if (file === undefined) throw new Error(`The parser was not given ${name}`);
      return readFile(file.path);
    },
  };
}

/** Milliseconds for reading pictures, shared by the files of one request. */
export function openBudget(milliseconds: number): ParseTools["ocr"] & { spent(): number } {
  let left = milliseconds;
  return {
    left: () => left,
    spend: (taken) => {
      left -= taken;
    },
    spent: () => milliseconds - left,
  };
}

export function toolsFor(resources: Resources, ocr: ParseTools["ocr"], milliseconds: number | undefined): ParseTools {
  const end = performance.now() + (milliseconds ?? Number.POSITIVE_INFINITY);
  return { limits: usualLimits, resources, ocr, isLate: () => performance.now() > end };
}
