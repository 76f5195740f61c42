import type { Hit } from "@khoj/client";

/** Names a passage among all that are found. */
export const passageOf = (hit: Hit): string => `${hit["corpus-id"]}:${hit.additional.file}:${hit.additional.start}`;

/**
 * What arrived, told in the order that is already on the screen: nothing moves under the hand, what is new comes after.
 * What is not among the new hits stays too, until the next query.
 */
export function keepPlaces(shown: readonly Hit[], arrived: readonly Hit[]): readonly Hit[] {
  const fresh = new Map(arrived.map((hit) => [passageOf(hit), hit]));
  const before = new Set(shown.map(passageOf));
  return [
    ...shown.map((hit) => fresh.get(passageOf(hit)) ?? hit),
    ...arrived.filter((hit) => !before.has(passageOf(hit))),
  ];
}

export const isSameOrder = (one: readonly Hit[], other: readonly Hit[]): boolean =>
  one.length === other.length && one.every((hit, index) => passageOf(hit) === passageOf(other[index] ?? hit));

/** The last word of a query is the beginning of a word that was found, and no word itself. */
export function isUnfinished(query: string, found: readonly Hit[]): boolean {
  const last = /[\p{L}\p{N}\p{M}]+$/u.exec(query)?.[0].toLowerCase();
  if (last === undefined) return false;
  const terms = found.flatMap(({ additional }) => additional.match.terms).map((term) => term.toLowerCase());
  return !terms.includes(last) && terms.some((term) => term.startsWith(last));
}
