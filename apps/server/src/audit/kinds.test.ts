import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const source = fileURLToPath(new URL("..", import.meta.url));
const guide = fileURLToPath(new URL("../../../../docs/guides/events.md", import.meta.url));

const areas =
  "access|account|client|events|factor|identity|key|limit|link|mail|password|person|secrets|server|session|settings|sign-in|space";
/** A literal of a known area, wherever it stands, and whatever stands as a `kind` with a dot in it. */
const patterns = [
  new RegExp(`"((?:${areas})\\.(?!(?:json|jsonl|pem|ts)")[a-z][a-z-]*)"`, "g"),
  /kind: (?:[\w.]+ \? )?"([a-z-]+\.[a-z-]+)"/g,
];
const families = /kind: `([a-z-]+\.)\$\{/g;

async function* sources(): AsyncGenerator<string> {
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && /(?<!\.test)\.ts$/.test(entry.name) && !/\/testing\/|\/conformance\//.test(file))
      yield readFile(file, "utf8");
  }
}

it("every kind of event stands in docs/guides/events.md, and no other", async () => {
  const table = (await readFile(guide, "utf8")).split("\n").filter((line) => line.startsWith("| `"));
  const documented = table.flatMap((line) =>
    [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, kind = ""]) => kind),
  );
  const used = new Set<string>();
  const prefixes = new Set<string>();
  for await (const text of sources()) {
    for (const pattern of patterns) for (const [, kind = ""] of text.matchAll(pattern)) used.add(kind);
    for (const [, prefix = ""] of text.matchAll(families)) prefixes.add(prefix);
  }
  expect(
    [...used].filter((kind) => !documented.includes(kind)),
    "without a row",
  ).toEqual([]);
  const isOfFamily = (kind: string) => [...prefixes].some((prefix) => kind.startsWith(prefix));
  expect(
    documented.filter((kind) => !used.has(kind) && !isOfFamily(kind)),
    "rows of nothing",
  ).toEqual([]);
  expect([...prefixes].filter((prefix) => !documented.some((kind) => kind.startsWith(prefix)))).toEqual([]);
  expect(used.size).toBeGreaterThan(50);
});
