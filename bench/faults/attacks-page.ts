import { defences } from "./list-of-defences.ts";

/** docs/attacks.md: each class of attacks, what stands against it, and the test that fails when it is taken away. */
export function attacksPage(): string {
  const classes = Map.groupBy(defences, ({ attack }) => attack);
  const names = [...classes.keys()].sort((one, other) => one.localeCompare(other, "en"));
  return `${[
    "# Attacks, and what stands against them",
    "<!-- Made by `node scripts/write-attacks-page.ts` from bench/faults. Do not edit. -->",
    "The tests named here try the attacks, in many variants, through the front door. `npm run faults -- defences` takes each defence away in a copy of the sources and sees that its test fails.",
    ...names.map((name) => [`## ${name}`, table(classes.get(name) ?? [])].join("\n\n")),
  ].join("\n\n")}\n`;
}

const table = (rows: readonly (typeof defences)[number][]): string =>
  [
    "| what stands | where | the test that fails without it |",
    "| --- | --- | --- |",
    ...rows.map(({ what, file, test }) => `| ${what} | \`${file}\` | \`${test}\` |`),
  ].join("\n");
