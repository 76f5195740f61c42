import { expect, it } from "vitest";
import type { StepDifference } from "../compare-recordings.ts";
import type { Differences } from "../differences.ts";

/** Where we differ from upstream a reason is listed, where one is listed we differ, and by the status that it says. */
export function expectListed(differences: Differences, found: () => readonly StepDifference[]): void {
  it("differs from upstream only where a reason is listed", () => {
    const unlisted = found().filter(({ id }) => differences[id] === undefined);
    expect(unlisted.map(({ section, id, lines }) => [`${section} · ${id}`, ...lines].join("\n  "))).toEqual([]);
  });

  it("still differs wherever a reason is listed", () => {
    const differing = new Set(found().map(({ id }) => id));
    expect(Object.keys(differences).filter((id) => !differing.has(id))).toEqual([]);
  });

  it("answers the listed steps with the status the list says", () => {
    const other = found().filter(({ id, status }) => (differences[id]?.status ?? status) !== status);
    expect(other.map(({ id, status }) => `${id}: listed ${differences[id]?.status}, answered ${status}`)).toEqual([]);
  });
}
