const hash = 35;
const backtick = 96;
const tagPattern = /#([\p{L}\p{N}\p{Extended_Pictographic}_/-]{1,100})/uy;

/** Tags written as `#tag` in one stretch of prose, outside code spans. A tag follows a space and is not all digits. */
export function findInlineTags(text: string, start: number, end: number, into: Set<string>): void {
  const unclosed = new Set<number>();
  let position = start;
  while (position < end) {
    const code = text.charCodeAt(position);
    if (code === backtick) {
      position = skipCodeSpan(text, position, end, unclosed);
    } else if (code === hash && (position === start || isTagLead(text.charCodeAt(position - 1)))) {
      tagPattern.lastIndex = position;
      const tag = tagPattern.exec(text)?.[1]?.replace(/\/+$/, "");
      if (tag !== undefined && !/^[\d/_-]*$/.test(tag)) into.add(tag);
      position += 1 + (tag?.length ?? 0);
    } else {
      position++;
    }
  }
}

const isTagLead = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13 || code === 0x3000;

/** Position after the span that opens here. Lengths that found no closing run are remembered: each is sought once. */
function skipCodeSpan(text: string, position: number, end: number, unclosed: Set<number>): number {
  const after = endOfRun(text, position, end);
  const length = after - position;
  if (unclosed.has(length)) return after;
  let cursor = after;
  while (cursor < end) {
    cursor = text.indexOf("`", cursor);
    if (cursor === -1 || cursor >= end) break;
    const runEnd = endOfRun(text, cursor, end);
    if (runEnd - cursor === length) return runEnd;
    cursor = runEnd;
  }
  unclosed.add(length);
  return after;
}

function endOfRun(text: string, position: number, end: number): number {
  let cursor = position;
  while (cursor < end && text.charCodeAt(cursor) === backtick) cursor++;
  return cursor;
}
