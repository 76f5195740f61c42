import { BlockWriter } from "../block-writer.ts";
import { ClassificationReader } from "../classification.ts";
import { isPrivateTag, privateRules } from "../exclusion.ts";
import { readFrontMatter } from "../front-matter.ts";
import { findInlineTags } from "../inline-tags.ts";
import { LineScanner } from "../line-scanner.ts";
import type { Draft, Source } from "../parser.ts";
import { OpenBlock } from "./open-block.ts";

const itemMarker = /^(?:[-*+•·–]|\d{1,9}[.)])[ \t]/;

/**
 * Text with no syntax: paragraphs between blank lines, and list items. The rules that keep a note out hold here too,
 * because the same note may arrive declared as text/plain.
 */
export function parsePlaintext(source: Source): Draft {
  const { text } = source;
  const front = readFrontMatter(text);
  const writer = new BlockWriter();
  writer.add("properties", 0, front.end);
  readParagraphs(text, front.end, writer);

  const tags = new Set(front.tags);
  if (text.includes("#private") || /#private/i.test(text)) findInlineTags(text, front.end, text.length, tags);
  const classification = new ClassificationReader();
  if (front.classification !== undefined) classification.read(front.classification);
  return {
    text,
    title: front.title,
    tags: [...tags],
    classification: classification.value,
    privateBy: front.isPrivate ? privateRules.frontMatter : [...tags].some(isPrivateTag) ? privateRules.tag : undefined,
    blocks: writer.blocks,
    missing: [...front.missing, ...classification.missing],
  };
}

function readParagraphs(text: string, from: number, writer: BlockWriter): void {
  const line = new LineScanner(text, from);
  const open = new OpenBlock(writer);
  while (line.advance()) {
    if (line.blank) open.close();
    else if (itemMarker.test(text.slice(line.content, Math.min(line.end, line.content + 12)))) {
      open.begin("item", line.start, line.end);
    } else if (open.kind === undefined) open.begin("paragraph", line.start, line.end);
    else open.extend(line.end);
  }
  open.close();
}
