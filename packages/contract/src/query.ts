import { z } from "zod";

/**
 * Values of a query string, read as upstream's validator reads them: `n=5`, `r=yes`, `t=org`. What cannot be read is an
 * issue with upstream's own type (in `params.type`) and words, so that the 422 says what clients know (wire.md §0.2).
 * An absent value is `missing` unless the schema is made optional or given a default.
 */
export const queryInt = (bounds: { readonly min?: number; readonly max?: number } = {}) =>
  z
    .string()
    .transform(readInt)
    .pipe(
      z
        .number()
        .min(bounds.min ?? -maxInt)
        .max(bounds.max ?? maxInt),
    );

export const queryFloat = () => z.string().transform(readFloat);

export const queryBool = () => z.string().transform(readBool);

/** One of a closed list. Case matters and the empty string is none of them, as upstream has it (observed.md C29). */
export const queryEnum = <const Values extends readonly string[]>(values: Values) => z.enum(values);

const maxInt = Number.MAX_SAFE_INTEGER;

function readInt(raw: string, context: z.RefinementCtx): number {
  if (/^\s*[+-]?\d+(\.0*)?\s*$/.test(raw)) return Math.min(Math.max(Number(raw), -maxInt), maxInt);
  return refuse(context, raw, "int_parsing", "Input should be a valid integer, unable to parse string as an integer");
}

function readFloat(raw: string, context: z.RefinementCtx): number {
  const value = raw.trim() === "" ? Number.NaN : Number(raw);
  if (Number.isFinite(value)) return value;
  return refuse(context, raw, "float_parsing", "Input should be a valid number, unable to parse string as a number");
}

const trueWords = new Set(["1", "on", "t", "true", "y", "yes"]);
const falseWords = new Set(["0", "off", "f", "false", "n", "no"]);

function readBool(raw: string, context: z.RefinementCtx): boolean {
  const word = raw.toLowerCase();
  if (trueWords.has(word)) return true;
  if (falseWords.has(word)) return false;
  return refuse(context, raw, "bool_parsing", "Input should be a valid boolean, unable to interpret input");
}

function refuse(context: z.RefinementCtx, input: string, type: string, message: string): never {
  context.addIssue({ code: "custom", message, params: { type }, input });
  return z.NEVER;
}
