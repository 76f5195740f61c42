/** Lines a stretch of text takes, wrapped at about 80 signs: an estimate of its height before it is set. */
export function countLines(text: string, { start, end }: { readonly start: number; readonly end: number }): number {
  let lines = 0;
  for (let at = start; at < end; ) {
    const newline = text.indexOf("\n", at);
    const next = newline === -1 || newline >= end ? end : newline + 1;
    lines += Math.max(1, Math.ceil((next - at) / 80));
    at = next;
  }
  return lines;
}
