import { BlockWriter } from "../block-writer.ts";
import { LineScanner } from "../line-scanner.ts";
import type { Draft, Source } from "../parser.ts";
import { OpenBlock } from "./open-block.ts";

/** A line at the left edge that begins a definition in one of the usual languages. */
const definition =
  /^(?:export |default |public |private |protected |static |async |abstract |final |pub(?:\([a-z]+\))? |unsafe )*(?:function|class|interface|type|enum|struct|trait|impl|fn|func|def|module|namespace|sub|proc|defun|CREATE|create)\b|^\((?:def|define)/;

/** Source code: blocks end at blank lines and where a definition begins at the left edge. */
export function parseCode(source: Source): Draft {
  const { text } = source;
  const writer = new BlockWriter();
  const line = new LineScanner(text);
  const open = new OpenBlock(writer);
  while (line.advance()) {
    if (line.blank) open.close();
    else if (line.indent === 0 && definition.test(text.slice(line.start, Math.min(line.end, line.start + 120)))) {
      open.begin("code", line.start, line.end);
    } else open.continue("code", line.start, line.end);
  }
  open.close();
  return {
    text,
    title: undefined,
    tags: [],
    classification: undefined,
    privateBy: undefined,
    blocks: writer.blocks,
    missing: [],
  };
}
