/** nDCG@10 of chunks in the order found, with linear gain; 1 is the best order there is. */
export function ndcg(found: readonly string[], gains: ReadonlyMap<string, number>): number {
  const discounted = (values: readonly number[]) =>
    values.slice(0, 10).reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0);
  const best = discounted([...gains.values()].sort((one, other) => other - one));
  return best === 0 ? 0 : discounted(found.map((key) => gains.get(key) ?? 0)) / best;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
