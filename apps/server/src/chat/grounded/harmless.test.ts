import type { Link, Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { frontmatterFromMarkdown } from "mdast-util-frontmatter";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { mathFromMarkdown } from "mdast-util-math";
import { frontmatter } from "micromark-extension-frontmatter";
import { gfm } from "micromark-extension-gfm";
import { math } from "micromark-extension-math";
import { describe, expect, it } from "vitest";
import { neutralise } from "../answer/neutralise.ts";
import { writeCitations } from "../answer/write-answer.ts";
import { hostileMarkdown, inPieces, seeded } from "../testing/hostile-markdown.ts";
import { openNeutraliser } from "./neutralise-answer.ts";

/** As the page reads an answer. */
const parse = (text: string): Root =>
  fromMarkdown(text, {
    extensions: [gfm(), math({ singleDollarTextMath: true }), frontmatter(["yaml", "toml"])],
    mdastExtensions: [gfmFromMarkdown(), mathFromMarkdown(), frontmatterFromMarkdown(["yaml", "toml"])],
  });

function* nodesOf(node: Nodes): Generator<Nodes> {
  yield node;
  if ("children" in node) for (const child of node.children) yield* nodesOf(child);
}

/** To a note of the page, and what the page makes of a mail address by itself: it leads where it says. */
const isAllowed = ({ url, children: [said] }: Link): boolean =>
  url.startsWith("/?open=") || (said?.type === "text" && url === `mailto:${said.value}`);

/** Nodes that would fetch, lead somewhere or be read as HTML. */
function harmOf(text: string): string[] {
  return [...nodesOf(parse(text))].flatMap((node) => {
    if (node.type === "link") return isAllowed(node) ? [] : [`link to ${node.url}`];
    return harmful.has(node.type) ? [node.type] : [];
  });
}
const harmful = new Set<string>(["html", "image", "imageReference", "linkReference", "definition", "yaml", "toml"]);

const rounds = 4000;
const seeds = Array.from({ length: 4 }, (_, index) => index + 1);

function neutralised(pieces: readonly string[]): string {
  const neutraliser = openNeutraliser();
  return pieces.map((piece) => neutraliser.add(piece)).join("") + neutraliser.end();
}

/** The first that does harm, for whoever reads the failure. */
function firstHarm(
  seed: number,
  make: (text: string, random: (below: number) => number) => string,
): object | undefined {
  const random = seeded(seed);
  for (let round = 0; round < rounds / seeds.length; round++) {
    const text = hostileMarkdown(random);
    const safe = make(text, random);
    const harm = harmOf(safe);
    if (harm.length > 0 || safe.includes("␃🔚␗")) return { seed, round, text, safe, harm };
  }
  return undefined;
}

describe("whatever is written, what is shown of it does nothing", () => {
  it.each(seeds)("by a model, in whatever pieces: %i", (seed) => {
    expect(firstHarm(seed, (text, random) => neutralised(inPieces(text, random)))).toBeUndefined();
  });

  it.each(seeds)("in a note that is quoted: %i", (seed) => {
    const place = { start: 0, end: 9, line: 1, space: undefined };
    const quoting = (text: string) =>
      writeCitations([
        { number: 1, text, fileName: `${text.slice(0, 40)}.md`, headings: [text.slice(0, 60)], place, canOpen: true },
      ]).join("");
    expect(firstHarm(seed, quoting)).toBeUndefined();
    expect(firstHarm(seed + 100, neutralise)).toBeUndefined();
  });

  it("has something to find: raw, most of these texts do harm", () => {
    const random = seeded(7);
    const raw = Array.from({ length: 200 }, () => hostileMarkdown(random));
    expect(raw.filter((text) => harmOf(text).length > 0).length).toBeGreaterThan(80);
  });
});
