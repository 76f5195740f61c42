import { z } from "zod";

/**
 * Values of a query string, read as upstream's validator reads them: `n=5`, `r=yes`, `t=org`. What cannot be read becomes
 * a fault with upstream's own type and words, which `wireFault` gives back for the 422 (wire.md §0.2).
 * An absent value is `missing` unless the schema is made optional or given a default.
 */
export const queryInt = (bounds: { readonly min?: number; readonly max?: number } = {}) =>
  z.string().transform((raw, context) => {
    if (!/^\s*[+-]?\d+(\.0*)?\s*$/.test(raw)) return refuse(context, raw, faults.int);
    const value = Math.min(Math.max(Number(raw), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
    const { min, max } = bounds;
    if (min !== undefined && value < min) return refuse(context, raw, atLeast(min));
    if (max !== undefined && value > max) return refuse(context, raw, atMost(max));
    return value;
  });

export const queryFloat = () =>
  z.string().transform((raw, context) => {
    const value = raw.trim() === "" ? Number.NaN : Number(raw);
    return Number.isFinite(value) ? value : refuse(context, raw, faults.float);
  });

export const queryBool = () =>
  z.string().transform((raw, context) => {
    const word = raw.toLowerCase();
    if (trueWords.has(word)) return true;
    return falseWords.has(word) ? false : refuse(context, raw, faults.bool);
  });

/** One of a closed list. Case matters and the empty string is none of them, as upstream has it (observed.md C29). */
export const queryEnum = <const Values extends readonly string[]>(values: Values) => z.enum(values);

/** What upstream's validator calls a fault: the members of one item of a 422's `detail`. */
export interface WireFault {
  readonly type: string;
  readonly msg: string;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** The fault an issue of any of our schemas stands for. `input` is what was sent; undefined when nothing was. */
export function wireFault(issue: z.core.$ZodIssue, input: unknown): WireFault {
  if (issue.code === "custom" && isWireFault(issue.params?.wire)) return issue.params.wire;
  if (input === undefined) return { type: "missing", msg: "Field required" };
  if (issue.code === "invalid_value") return oneOf(issue.values);
  if (issue.code === "invalid_type") return wrongType(issue.expected);
  if (issue.code === "too_small") return sized(issue.origin, "at least", Number(issue.minimum));
  if (issue.code === "too_big") return sized(issue.origin, "at most", Number(issue.maximum));
  if (issue.code === "unrecognized_keys") return { type: "extra_forbidden", msg: "Extra inputs are not permitted" };
  return { type: "value_error", msg: `Value error, ${issue.message}` };
}

const trueWords = new Set(["1", "on", "t", "true", "y", "yes"]);
const falseWords = new Set(["0", "off", "f", "false", "n", "no"]);

const faults = {
  int: {
    type: "int_parsing",
    msg: "Input should be a valid integer, unable to parse string as an integer",
  },
  float: { type: "float_parsing", msg: "Input should be a valid number, unable to parse string as a number" },
  bool: { type: "bool_parsing", msg: "Input should be a valid boolean, unable to interpret input" },
} as const satisfies Record<string, WireFault>;

const atLeast = (ge: number): WireFault => ({
  type: "greater_than_equal",
  msg: `Input should be greater than or equal to ${ge}`,
  ctx: { ge },
});
const atMost = (le: number): WireFault => ({
  type: "less_than_equal",
  msg: `Input should be less than or equal to ${le}`,
  ctx: { le },
});

function sized(origin: string, bound: "at least" | "at most", size: number): WireFault {
  if (origin === "string") {
    const limit = bound === "at least" ? "too_short" : "too_long";
    return { type: `string_${limit}`, msg: `String should have ${bound} ${size} characters` };
  }
  if (origin === "array") {
    const limit = bound === "at least" ? "too_short" : "too_long";
    return { type: limit, msg: `List should have ${bound} ${size} items` };
  }
  return bound === "at least" ? atLeast(size) : atMost(size);
}

function oneOf(values: readonly unknown[]): WireFault {
  const quoted = values.map((value) => `'${String(value)}'`);
  const last = quoted.at(-1) ?? "";
  const expected = quoted.length > 1 ? `${quoted.slice(0, -1).join(", ")} or ${last}` : last;
  return { type: "enum", msg: `Input should be ${expected}`, ctx: { expected } };
}

const wrongTypes: Readonly<Record<string, WireFault>> = {
  string: { type: "string_type", msg: "Input should be a valid string" },
  number: { type: "float_type", msg: "Input should be a valid number" },
  int: { type: "int_type", msg: "Input should be a valid integer" },
  boolean: { type: "bool_type", msg: "Input should be a valid boolean" },
  array: { type: "list_type", msg: "Input should be a valid list" },
  object: {
    type: "model_attributes_type",
    msg: "Input should be a valid dictionary or object to extract fields from",
  },
};
const wrongType = (expected: string): WireFault =>
  wrongTypes[expected] ?? { type: `${expected}_type`, msg: `Input should be a valid ${expected}` };

function refuse(context: z.RefinementCtx, input: string, wire: WireFault): typeof z.NEVER {
  context.addIssue({ code: "custom", message: wire.msg, params: { wire }, input });
  return z.NEVER;
}

const isWireFault = (value: unknown): value is WireFault =>
  typeof value === "object" && value !== null && "type" in value && "msg" in value;
