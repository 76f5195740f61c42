import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findSystemUser } from "@khoj/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { confine, environment } from "./confinement.ts";
import { type FileToParse, openParserPool, type ParseOutcome, type ParserPool } from "./parser-pool.ts";
import { prepareProgram } from "./program.ts";

const aFile = (fileName: string, text: string | Uint8Array): FileToParse => {
  const bytes = Buffer.from(text as string);
  return { fileName, bytes: bytes.length, open: () => [bytes] };
};
const reasonOf = (outcome: ParseOutcome | undefined): string | undefined =>
  outcome?.kind === "failed"
    ? outcome.reason
    : outcome?.answer.kind === "unreadable"
      ? outcome.answer.reason
      : undefined;

describe("a parser with faults", () => {
  const script = fileURLToPath(new URL("./testing/misbehaving-parser.ts", import.meta.url));
  const command = [process.execPath, "--max-old-space-size=64", script];
  const pool = openParserPool(async () => ({ command, account: undefined, limits: [] }), 1);
  afterAll(() => pool.stop());
  const reasons = async (texts: readonly string[]) =>
    (await pool.parse(texts.map((text, n) => aFile(`${n}.md`, text)))).map(reasonOf);

  it.each([
    ["crash", "its parser broke down on it"],
    ["fail", "its parser broke down on it"],
    ["lie", "its parser broke down on it"],
    ["babble", "its parser broke down on it"],
    ["hoard", "reading it needs more memory than a parser may use"],
  ])("that may %s fails that file alone, with the reason, and the others go on", async (fault, reason) => {
    expect(await reasons(["one", fault, "two", "three"])).toEqual(["one", reason, "two", "three"]);
  });

  it("goes on after several faults in a row", async () => {
    const broke = "its parser broke down on it";
    expect(await reasons(["crash", "fail", "one", "crash"])).toEqual([broke, broke, "one", broke]);
  });

  it("serves requests that wait while it is being replaced", async () => {
    const all = await Promise.all([reasons(["one", "crash"]), reasons(["two"]), reasons(["three"])]);
    expect(all.map(([first]) => first)).toEqual(["one", "two", "three"]);
  });
});

describe("a real parser", () => {
  let directory: string;
  let pool: ParserPool;
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "khoj-parser-"));
    const user = findSystemUser();
    if (user !== undefined) spawnSync("chmod", ["711", directory]);
    // Servers that start at once in one process wait for each other no longer than for themselves.
    const [program] = await Promise.all([
      prepareProgram(path.join(directory, "parsers"), user),
      prepareProgram(path.join(directory, "parsers-beside"), user),
    ]);
    pool = openParserPool(async () => confine(program, user), 1);
  });
  afterAll(async () => {
    pool.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it("says of every limit whether it is held and by what", async () => {
    const limits = await pool.describeLimits();
    expect(limits.map(({ name }) => name)).toEqual(["memory", "network", "account", "files", "time"]);
    for (const { held, how } of limits) expect([typeof held, how.length > 0]).toEqual(["boolean", true]);
  });

  it.each([
    ["a billion laughs", "laughs.xml", billionLaughs()],
    [
      "10,000 nested lists",
      "nested.md",
      Array.from({ length: 10_000 }, (_, n) => `${" ".repeat(n % 400)}- x`).join("\n"),
    ],
    ["10,000 nested quotes", "quotes.md", `${">".repeat(10_000)} x`],
    ["10,000 nested elements", "deep.html", `${"<div>".repeat(10_000)}x`],
    ["10,000 nested arrays", "deep.json", "[".repeat(10_000)],
    ["10,000 levels of Org", "deep.org", Array.from({ length: 10_000 }, (_, n) => `${"*".repeat(n + 1)} h`).join("\n")],
    ["one line of five million characters", "line.txt", "x".repeat(5e6)],
    ["random bytes", "random.md", randomBytes(200_000)],
  ])("ends with an answer on %s", async (_what, name, content) => {
    const outcomes = await pool.parse([aFile(name, content), aFile("after.md", "# After\n")]);
    expect(outcomes).toHaveLength(2);
    expect(outcomes[1]).toMatchObject({ kind: "answered", answer: { kind: "read", title: "After" } });
  });

  it("sees nothing of our environment", () => {
    expect(Object.keys(environment)).toEqual(["PATH"]);
  });
});

function billionLaughs(): string {
  const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("\n");
  return `<?xml version="1.0"?>\n<!DOCTYPE lolz [\n<!ENTITY l0 "lol">\n${entities}\n]>\n<lolz>&l9;</lolz>`;
}

/** The same every time. */
function randomBytes(length: number): Uint8Array {
  let state = 42;
  return Uint8Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state >> 16) & 0xff;
  });
}
