import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { frontmatterFromMarkdown } from "mdast-util-frontmatter";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { mathFromMarkdown } from "mdast-util-math";
import { frontmatter } from "micromark-extension-frontmatter";
import { gfm } from "micromark-extension-gfm";
import { math } from "micromark-extension-math";

const syntax = [gfm(), math({ singleDollarTextMath: true }), frontmatter(["yaml", "toml"])];
const tree = [gfmFromMarkdown(), mathFromMarkdown(), frontmatterFromMarkdown(["yaml", "toml"])];

/** Markdown as a tree with positions; nothing in it is trusted. */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, { extensions: syntax, mdastExtensions: tree });
}
