import { KhojError } from "@khoj/contract";
import { z } from "zod";

/** One thing wrong with a request, in the shape clients of the contract know (pydantic 2). */
export interface ValidationIssue {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}
type Place = "query" | "path" | "body";

/** Reads `input` by `schema`, or throws `invalid` with every issue at once. */
export function validate<Schema extends z.ZodType>(schema: Schema, input: unknown, place: Place): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalid(result.error.issues.map((issue) => toIssue(issue, input, place)));
}

export const invalid = (issues: readonly ValidationIssue[]): KhojError =>
  new KhojError("invalid", "The request does not fit this route", { details: { issues } });

/** For what is looked for by hand, such as a part of an upload. */
export const missingField = (place: Place, name: string): KhojError =>
  invalid([{ type: "missing", loc: [place, name], msg: "Field required", input: null }]);

/** `strict` turns unknown keys from ignored into refused, where the schema is an object. */
export const withUnknownKeysRefused = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodObject ? schema.strict() : schema;

function toIssue(issue: z.core.$ZodIssue, input: unknown, place: Place): ValidationIssue {
  const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
  const found = valueAt(input, path);
  if (found === undefined && issue.code !== "unrecognized_keys" && !isCustom(issue)) return missing(input, place, path);
  return { loc: [place, ...path], input: repeatable(found, path), ...describe(issue, found) };
}

function missing(input: unknown, place: Place, path: (string | number)[]): ValidationIssue {
  const parent = place === "body" && path.length > 0 ? valueAt(input, path.slice(0, -1)) : null;
  return {
    type: "missing",
    loc: [place, ...path],
    msg: "Field required",
    input: repeatable(parent, path.slice(0, -1)),
  };
}

/** A value as the answer may repeat it: no secret, and not what is nested deeper than can be written. */
function repeatable(value: unknown, path: readonly (string | number)[]): unknown {
  if (path.some((key) => secretNames.test(String(key)))) return null;
  try {
    const written = JSON.stringify(value, (key, inner) => (secretNames.test(key) ? null : inner));
    return written === undefined ? null : JSON.parse(written);
  } catch {
    return null;
  }
}

/** Names of values that answers, and what logs them, must not hold. */
const secretNames = /password|secret|credential|token|^(?:code|key|smtp_url|resend_key)$/i;

type Description = Pick<ValidationIssue, "type" | "msg" | "ctx">;

function describe(issue: z.core.$ZodIssue, found: unknown): Description {
  switch (issue.code) {
    case "invalid_type":
      return wrongType(issue.expected, found);
    case "invalid_value": {
      const expected = inWords(issue.values.map((value) => (typeof value === "string" ? `'${value}'` : String(value))));
      return { type: "enum", msg: `Input should be ${expected}`, ctx: { expected } };
    }
    case "too_small":
      return bound(issue.origin, "minimum", Number(issue.minimum), found);
    case "too_big":
      return bound(issue.origin, "maximum", Number(issue.maximum), found);
    case "unrecognized_keys":
      return { type: "extra_forbidden", msg: `Not a key of this route: ${issue.keys.join(", ")}` };
    case "custom": {
      const type = typeof issue.params?.type === "string" ? issue.params.type : "value_error";
      return { type, msg: issue.message };
    }
    default:
      return { type: "value_error", msg: issue.message };
  }
}

const typeMessages: Readonly<Record<string, Description>> = {
  string: { type: "string_type", msg: "Input should be a valid string" },
  int: { type: "int_from_float", msg: "Input should be a valid integer, got a number with a fractional part" },
  number: { type: "float_type", msg: "Input should be a valid number" },
  boolean: { type: "bool_type", msg: "Input should be a valid boolean" },
  array: { type: "list_type", msg: "Input should be a valid list" },
  object: {
    type: "model_attributes_type",
    msg: "Input should be a valid dictionary or object to extract fields from",
  },
  record: { type: "dict_type", msg: "Input should be a valid dictionary" },
};
const textMessages: Readonly<Record<string, Description>> = {
  number: { type: "float_parsing", msg: "Input should be a valid number, unable to parse string as a number" },
  boolean: { type: "bool_parsing", msg: "Input should be a valid boolean, unable to interpret input" },
};

function wrongType(expected: string, found: unknown): Description {
  const parsing = typeof found === "string" ? textMessages[expected] : undefined;
  return parsing ?? typeMessages[expected] ?? { type: "value_error", msg: `Input should be a valid ${expected}` };
}

function bound(origin: string, side: "minimum" | "maximum", limit: number, found: unknown): Description {
  const least = side === "minimum";
  if (origin === "string") {
    const type = least ? "string_too_short" : "string_too_long";
    const msg = `String should have at ${least ? "least" : "most"} ${limit} characters`;
    return { type, msg, ctx: { [least ? "min_length" : "max_length"]: limit } };
  }
  if (origin === "array") {
    const length = Array.isArray(found) ? found.length : 0;
    const msg = `List should have at ${least ? "least" : "most"} ${limit} items after validation, not ${length}`;
    return { type: least ? "too_short" : "too_long", msg, ctx: { [least ? "min_length" : "max_length"]: limit } };
  }
  const type = least ? "greater_than_equal" : "less_than_equal";
  const msg = `Input should be ${least ? "greater" : "less"} than or equal to ${limit}`;
  return { type, msg, ctx: { [least ? "ge" : "le"]: limit } };
}

const isCustom = (issue: z.core.$ZodIssue): boolean => issue.code === "custom";

const inWords = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items[items.length - 1]}`;

function valueAt(input: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    input,
  );
}
