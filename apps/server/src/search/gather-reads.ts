/**
 * Lets many callers share one read of the revisions: whoever comes while a read is under way shares the next one.
 * A read counts for a caller only when it began after the caller came, so nobody gets an answer older than the question.
 */
export function gatherReads(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, number>>,
): (keys: readonly string[]) => Promise<ReadonlyMap<string, number>> {
  let running: Promise<unknown> | undefined;
  let next: { readonly keys: Set<string>; readonly answer: Promise<ReadonlyMap<string, number>> } | undefined;

  const begin = (keys: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    const answer = read(keys);
    running = answer
      .catch(() => {})
      .then(() => {
        running = undefined;
      });
    return answer;
  };

  return async (keys) => {
    if (running === undefined) return only(keys, await begin(keys));
    if (next === undefined) {
      const all = new Set<string>();
      const answer = running.then(() => {
        next = undefined;
        return begin([...all]);
      });
      next = { keys: all, answer };
    }
    for (const key of keys) next.keys.add(key);
    return only(keys, await next.answer);
  };
}

const only = (keys: readonly string[], values: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
  new Map(keys.flatMap((key) => (values.has(key) ? [[key, values.get(key) ?? 0]] : [])));
