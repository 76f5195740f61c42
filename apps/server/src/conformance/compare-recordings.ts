import type { Recording, Step } from "./recording.ts";

/** What differs in one step, a line each. */
export interface StepDifference {
  readonly id: string;
  readonly section: string;
  /** What ours answered. */
  readonly status: number | undefined;
  readonly lines: readonly string[];
}

/** Every step in which a client would see a difference between upstream's recording and ours. */
export function compareRecordings(upstream: Recording, ours: Recording): readonly StepDifference[] {
  const others = new Map(ours.steps.map((step) => [step.id, step]));
  const known = new Set(upstream.steps.map((step) => step.id));
  const compared = upstream.steps.map((step) => compareStep(step, others.get(step.id)));
  const added = ours.steps
    .filter((step) => !known.has(step.id))
    .map(({ id, section, status }) => ({ id, section, status, lines: ["only ours has this step"] }));
  return [...compared, ...added].filter(({ lines }) => lines.length > 0);
}

function compareStep(upstream: Step, ours: Step | undefined): StepDifference {
  const { id, section } = upstream;
  if (ours === undefined) return { id, section, status: undefined, lines: ["ours does not get to this step"] };
  const pairs: [string, unknown, unknown][] = [
    ["status", upstream.status, ours.status],
    ["body", plain(upstream.body), plain(ours.body)],
    ["seen", plain(upstream.seen), plain(ours.seen)],
    ["cut", upstream.cut, ours.cut],
    ["close", upstream.close, ours.close],
    ["frames", plain(upstream.frames), plain(ours.frames)],
    ...headerPairs(upstream, ours),
  ];
  const lines = pairs
    .map(([name, theirs, own]) => [name, JSON.stringify(theirs), JSON.stringify(own)] as const)
    .filter(([, theirs, own]) => theirs !== own)
    .map(([name, theirs, own]) => `${name}: ${shorten(theirs)} | ${shorten(own)}`);
  return { id, section, status: ours.status, lines };
}

/**
 * Headers every answer of ours has and no client looks at, or in which we are stricter than upstream (W-54). `vary` is
 * the caches' business; `transfer-encoding` the connection's.
 */
const ownHeaders = new Set([
  "cache-control",
  "x-frame-options",
  "vary",
  "transfer-encoding",
  "access-control-expose-headers",
]);

function headerPairs(upstream: Step, ours: Step): [string, unknown, unknown][] {
  const names = new Set([...Object.keys(upstream.headers), ...Object.keys(ours.headers)]);
  return (
    [...names]
      .filter((name) => !ownHeaders.has(name))
      // Upstream leaves the type out of bare texts, and clients guess (observed.md A6).
      .filter((name) => name !== "content-type" || upstream.headers[name] !== undefined)
      .map((name) => [name, headerValue(name, upstream), headerValue(name, ours)])
  );
}

function headerValue(name: string, step: Step): unknown {
  const value = step.headers[name];
  if (typeof value !== "string") return value;
  if (name === "content-type") return value.split(";")[0];
  return name === "location" ? placeOf(value) : value;
}

/** Absolute or not, and whatever port the recording was made on: clients go to the same place. */
const placeOf = (location: string): string =>
  location.replace("http://<host>", "").replace(/http%3A%2F%2F(127\.0\.0\.1|localhost)%3A\d+/, "");

/** How JSON is spaced, and how long prose is, no client minds. */
const formatting = new Set(["spaced", "escaped_unicode", "bytes", "bytes_about"]);
/** Sentences for people; ours are our own. `detail` is not among them: clients compare it. */
const sentences = new Set(["error", "message", "reason"]);

/** What ours adds to a passage found or quoted (ours.md §3). */
const whyAndWhere = new Set(
  "also checked classification end line match page space start suggestion title type".split(" "),
);

function plain(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/^<prose \d+>$/, "<prose>");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const passage = "compiled" in value && "file" in value;
  const refused = "detail" in value && value.detail === "Forbidden";
  const entries = Object.entries(value)
    .filter(([key]) => !formatting.has(key))
    .filter(([key]) => !(passage && whyAndWhere.has(key)))
    // Ours says beside it why (ours.md §4).
    .filter(([key]) => !(refused && (key === "reason" || key === "needs")))
    .map(([key, item]): [string, unknown] => [
      key,
      sentences.has(key) && typeof item === "string" ? "<prose>" : plain(item),
    ]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const shorten = (text: string | undefined): string =>
  text === undefined ? "nothing" : text.length > 300 ? `${text.slice(0, 300)}…` : text;
