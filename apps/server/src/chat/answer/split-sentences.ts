/** A stretch of a text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Sentences of a note, by their place in it. A list item, a heading, a table row or a line of code is one of its own;
 * lines that a paragraph was wrapped into are read as one.
 */
export function splitSentences(text: string): readonly Span[] {
  return blocksOf(text).flatMap((block) => sentencesOf(text, block));
}

function blocksOf(text: string): readonly Span[] {
  const blocks: Span[] = [];
  let open: { start: number; end: number } | undefined;
  let inFence = false;
  let previous = "";
  let offset = 0;
  for (const line of text.split("\n")) {
    const end = offset + line.length;
    const isFence = fence.test(line);
    const alone = inFence || isFence || standsAlone.test(line);
    const continues = quoted.test(line) && quoted.test(previous);
    if (open !== undefined && (line.trim() === "" || alone || (startsBlock.test(line) && !continues))) {
      blocks.push(open);
      open = undefined;
    }
    if (line.trim() !== "") {
      if (alone) blocks.push({ start: offset, end });
      else open = { start: open?.start ?? offset, end };
    }
    if (isFence) inFence = !inFence;
    previous = line;
    offset = end + 1;
  }
  if (open !== undefined) blocks.push(open);
  return blocks;
}

const fence = /^\s*(```|~~~|#\+(begin|end)_)/i;
/** Headings, tables, properties, Org keywords and indented code. */
const standsAlone = /^(#{1,6}\s|\s*\||\s*:[\w-]+:|\s*:(?:\s|$)|#\+\w+:|\[[^\]]+\]:\s|\{\{|(?: {4}|\t)\S)/;
const quoted = /^\s*>/;
const startsBlock = /^\s*([-+*•]|\d{1,3}[.)])\s|^\s*>/;

function sentencesOf(text: string, block: Span): readonly Span[] {
  const wrapped = text.slice(block.start, block.end).replace(/\n(?:[ \t]*>)*/g, (end) => " ".repeat(end.length));
  const spans: { start: number; end: number }[] = [];
  let glue = false;
  for (const { segment, index } of segmenter.segment(wrapped)) {
    const start = block.start + index + (segment.length - segment.trimStart().length);
    const end = block.start + index + segment.trimEnd().length;
    if (end <= start) continue;
    const previous = spans.at(-1);
    if (glue && previous !== undefined) previous.end = end;
    else spans.push({ start, end });
    glue = endsOpen.test(segment.trimEnd()) || isInCode(text.slice(spans.at(-1)?.start, end));
  }
  return spans;
}

/** "`panic!` stops" does not end after the exclamation mark. */
const isInCode = (sentence: string): boolean => (sentence.match(/`/g)?.length ?? 0) % 2 === 1;

const segmenter = new Intl.Segmenter(undefined, { granularity: "sentence" });
/** A full stop that ends an abbreviation, an initial or an ordinal rather than a sentence. */
const endsOpen =
  /(?:^|[\s([])(?:\p{Lu}|dr|mr|mrs|ms|prof|st|vs|etc|e\.g|i\.e|cf|ca|approx|fig|nr|abb|bzw|z\.\s?b|d\.\s?h|u\.\s?a|vgl|sr|sra|p|pp|\d{1,2})\.$/iu;
