/** Lines of a list, each cell as wide as the widest of its column. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A moment as people read it, to the minute. */
export const moment = (when: string | Date | null): string =>
  when === null ? "never" : new Date(when).toISOString().slice(0, 16).replace("T", " ");
