import { expect, it } from "vitest";
import { content } from "./content.ts";
import { embedding } from "./embedding.ts";
import { kill } from "./kill.ts";
import { openReport, type Report } from "./report.ts";

/** The small part of `npm run faults` that belongs to every run of the tests. */
async function linesOf(scenario: (report: Report) => Promise<void>): Promise<readonly string[]> {
  const lines: string[] = [];
  await scenario(openReport("fault", (line) => lines.push(line)));
  return lines;
}

it("killed at some points, everything acknowledged is there once and what was deleted is nowhere", async () => {
  const lines = await linesOf((report) => kill(report, { points: 3, seed: 5 }));
  expect(lines.filter((line) => !line.startsWith("ok"))).toEqual([]);
  expect(lines).toHaveLength(1);
}, 180_000);

it("files made to break a parser each end with a state and a reason, and the server goes on", async () => {
  const lines = await linesOf((report) => content(report, { seed: 3, depth: 2000, large: false }));
  expect(lines.filter((line) => !line.startsWith("ok"))).toEqual([]);
  expect(lines).toHaveLength(13);
}, 180_000);

it("an endpoint that goes away and kills in the middle leave each passage with one vector, of one model", async () => {
  const lines = await linesOf((report) => embedding(report, { seed: 3, passages: 200, seconds: 1, points: 1 }));
  expect(lines.filter((line) => !line.startsWith("ok"))).toEqual([]);
  expect(lines).toHaveLength(2);
}, 400_000);
