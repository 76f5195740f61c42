import path from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { compareRecordings, type StepDifference } from "./compare-recordings.ts";
import { differences } from "./known-differences.ts";
import { expectListed } from "./testing/expect-listed.ts";
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

  expectListed(differences, () => found);
});
