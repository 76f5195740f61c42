/** What a model costs, in the provider's own currency; undefined where nobody said. */
export function describePrice(reads: number | null, writes: number | null): string | undefined {
  if (reads === null && writes === null) return undefined;
  if ((reads ?? 0) === 0 && (writes ?? 0) === 0) return "free";
  const say = (price: number | null): string => (price === null ? "?" : price.toLocaleString("en-GB"));
  return `${say(reads)} in, ${say(writes)} out a million tokens`;
}
