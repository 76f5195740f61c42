/**
 * Decides which statements are prepared on the server: those seen a few times, up to a bound, so that hot statements
 * are planned once a connection, and statements composed from filters do not fill its memory.
 */
export function preparedNames(usesBefore = 3, atMost = 200): (text: string) => string | undefined {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  return (text) => {
    const name = names.get(text);
    if (name !== undefined || names.size >= atMost) return name;
    const count = (uses.get(text) ?? 0) + 1;
    if (count <= usesBefore) {
      if (uses.size >= 1000) uses.clear();
      uses.set(text, count);
      return undefined;
    }
    uses.delete(text);
    names.set(text, `khoj_${names.size + 1}`);
    return names.get(text);
  };
}
