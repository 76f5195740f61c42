const mostNamed = 8;

/** `Page 3`, `Pages 1–4 and 7`: runs of page numbers, which are in order. */
export function describePages(pages: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === page - 1) last[1] = page;
    else runs.push([page, page]);
  }
  const named = runs.slice(0, mostNamed).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  const rest = pages.length - runs.slice(0, mostNamed).reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (rest > 0) named.push(`${rest} more`);
  const list = named.length > 1 ? `${named.slice(0, -1).join(", ")} and ${named.at(-1)}` : named.join("");
  return pages.length === 1 ? `Page ${list}` : `Pages ${list}`;
}
