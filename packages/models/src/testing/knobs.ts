/** What a double is to do wrong. */
export const faults = [
  /** Takes the request and never answers. */
  "hang",
  /** Begins an answer and goes silent. */
  "silence",
  /** Answers 200 with bytes that are no events at all. */
  "garbage",
  /** Answers 200 with a page of HTML, as a proxy does. */
  "page",
  /** Closes the connection in the middle of a character of several bytes. */
  "cut",
  /** Writes our own wire's events and end mark as its text. */
  "events",
  /** Says in the middle of the stream that it failed. */
  "error-inside",
  "rate-limit",
  "overloaded",
  "broken",
  "key",
  "no-such-model",
  "too-long",
  "refusal",
  /** Says the same sentence over and over, and never ends. */
  "loop",
  /** Ends at its limit of tokens. */
  "length",
  /** Splits a character into its two halves, in two events. */
  "half-characters",
  /** Sends events without a word in them, and never ends. */
  "empty-events",
  /** Thinks, and never says anything. */
  "only-thoughts",
  /** A line of an answer that never ends; a packed one that unpacks to far more; headers without end. */
  "long-line",
  "gzip-bomb",
  "headers",
] as const;
export type Fault = (typeof faults)[number];

/** How a double behaves, read from the model's name: `scripted,delay=5,fault=rate-limit,times=2`. */
export interface Knobs {
  /** Who writes the answer: `words`, `echo`, `scripted`, `obedient`, or one the test brings. */
  readonly answerer: string;
  /** Milliseconds before the first piece, and between pieces. */
  readonly first: number;
  readonly delay: number;
  /** How many words `words` says. */
  readonly tokens: number;
  /** Says that it thinks before it answers. */
  readonly thinks: boolean;
  readonly fault: Fault | undefined;
  /** The fault comes after so many pieces, where it comes inside an answer. */
  readonly after: number;
  /** Only the first so many requests meet the fault. */
  readonly times: number;
  /** Seconds named in Retry-After. */
  readonly retry: number | undefined;
}

export function readKnobs(model: string): Knobs {
  const [answerer = "words", ...rest] = model.split(",");
  const values = new Map(rest.map((knob) => [/^[^=]*/.exec(knob)?.[0], knob.replace(/^[^=]*=?/, "")]));
  const number = (name: string, otherwise: number) => Number(values.get(name) ?? otherwise);
  const fault = faults.find((known) => known === values.get("fault"));
  if (values.has("fault") && !fault) throw new Error(`${values.get("fault")} is no fault of a double`);
  return {
    answerer,
    first: number("first", 0),
    delay: number("delay", 0),
    tokens: number("tokens", 5),
    thinks: values.has("thinks"),
    fault,
    after: number("after", 2),
    times: number("times", Number.POSITIVE_INFINITY),
    retry: values.has("retry") ? number("retry", 0) : undefined,
  };
}
