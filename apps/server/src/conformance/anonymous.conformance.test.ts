import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { compareRecordings, type StepDifference } from "./compare-recordings.ts";
import { differences } from "./known-differences.ts";
import { missingKit, probeServer, readUpstreamRecording } from "./testing/probe-server.ts";

describe.skipIf(missingKit)(`the contract in anonymous mode${missingKit ? ` (not run: ${missingKit})` : ""}`, () => {
  let server: TestServer;
  let found: readonly StepDifference[] = [];
  beforeAll(async () => {
    // The built page is not what is compared here, so that this test does not wait for a build.
    server = await startTestServer({ pageDirectory: path.join(import.meta.dirname, "fixtures/page") });
    found = compareRecordings(await readUpstreamRecording("anonymous.json"), await probeServer(server.url));
  }, 600_000);
  afterAll(() => server.stop());

  it("differs from upstream only where a reason is listed", () => {
    const unlisted = found.filter(({ id }) => differences[id] === undefined);
    expect(unlisted.map(({ section, id, lines }) => [`${section} · ${id}`, ...lines].join("\n  "))).toEqual([]);
  });

  it("still differs wherever a reason is listed", () => {
    const differing = new Set(found.map(({ id }) => id));
    expect(Object.keys(differences).filter((id) => !differing.has(id))).toEqual([]);
  });

  it("answers the listed steps with the status the list says", () => {
    const other = found.filter(({ id, status }) => (differences[id]?.status ?? status) !== status);
    expect(other.map(({ id, status }) => `${id}: listed ${differences[id]?.status}, answered ${status}`)).toEqual([]);
  });
});
