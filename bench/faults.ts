/**
 * What goes wrong in the world, done to real servers, and what is seen: `npm run faults -- [scenario …] [--points 50]
 * [--seed 1] [--only WORDS of defences]`. One line each; ends with 1 when a line says FAILED.
 */
import { parseArgs } from "node:util";
import { chat } from "./faults/chat.ts";
import { clock } from "./faults/clock.ts";
import { content } from "./faults/content.ts";
import { database } from "./faults/database.ts";
import { defencesTakenAway } from "./faults/defences.ts";
import { disk } from "./faults/disk.ts";
import { embedding } from "./faults/embedding.ts";
import { folders } from "./faults/folders.ts";
import { kill } from "./faults/kill.ts";
import { openReport, type Report } from "./faults/report.ts";
import { reread } from "./faults/reread.ts";
import { twice } from "./faults/twice.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    points: { type: "string", default: "50" },
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "60" },
    only: { type: "string", default: "" },
  },
});

const scenarios: Readonly<Record<string, (report: Report) => Promise<void>>> = {
  kill: (report) => kill(report, { points: Number(values.points), seed: Number(values.seed) }),
  content: (report) => content(report, { seed: Number(values.seed), depth: 10_000, large: true }),
  folders,
  database: (report) => database(report, { seconds: Number(values.seconds) }),
  disk,
  twice,
  clock,
  chat,
  embedding: (report) => embedding(report, { seed: Number(values.seed), passages: 10_000, seconds: 60, points: 30 }),
  reread: (report) => reread(report, { seed: Number(values.seed), files: 60, pages: 60, points: 8 }),
  defences: (report) => defencesTakenAway(report, { only: values.only }),
};

const unknown = positionals.filter((name) => !(name in scenarios));
if (unknown.length > 0) {
  console.error(`No scenario ${unknown.join(", ")}: there are ${Object.keys(scenarios).join(", ")}`);
  process.exit(2);
}
let failed = 0;
let shown = 0;
for (const [name, run] of Object.entries(scenarios)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const report = openReport(name, console.log);
  await run(report).catch((error: unknown) =>
    report.show("the whole scenario", async () => {
      throw error;
    }),
  );
  failed += report.failed;
  shown += report.shown;
}
console.log(`${shown - failed} ok, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
