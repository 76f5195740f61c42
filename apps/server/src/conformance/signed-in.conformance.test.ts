import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe } from "vitest";
import { signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { compareRecordings, type StepDifference } from "./compare-recordings.ts";
import { signedInDifferences as differences } from "./signed-in-differences.ts";
import { openAsOwnPage } from "./testing/as-own-page.ts";
import { expectListed } from "./testing/expect-listed.ts";
import { missingKit, probeServer, readUpstreamRecording } from "./testing/probe-server.ts";

describe.skipIf(missingKit)(`the contract with sign-in${missingKit ? ` (not run: ${missingKit})` : ""}`, () => {
  let server: TestServer;
  let mailServer: SMTPServer;
  let door: Awaited<ReturnType<typeof openAsOwnPage>>;
  let directory: string;
  let found: readonly StepDifference[] = [];
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "khoj-codes-"));
    const codeFile = path.join(directory, "code");
    mailServer = receiveCodes(codeFile);
    await new Promise<void>((resolve) => mailServer.listen(0, "127.0.0.1", resolve));
    const { port } = mailServer.server.address() as AddressInfo;
    const mail = { smtpUrl: `smtp://127.0.0.1:${port}`, resend: undefined, from: "khoj@example.org" };
    server = await startTestServer({
      pageDirectory: path.join(import.meta.dirname, "fixtures/page"),
      config: { anonymous: false, access: { ...nothing, signUp: "open", mail } },
    });
    const key = await keyOf(server, "user1");
    const otherKey = await keyOf(server, "user2");
    const codeCommand = `for i in $(seq 100); do test -s ${codeFile} && break; sleep 0.1; done; cat ${codeFile}`;
    const administrator = "root@example.org:a password that nobody has";
    door = await openAsOwnPage(Number(new URL(server.url).port));
    const ours = await probeServer(door.url, { key, otherKey, codeCommand, administrator });
    found = compareRecordings(await readUpstreamRecording("authenticated.json"), ours);
  }, 600_000);
  afterAll(async () => {
    await door.close();
    await server.stop();
    await new Promise<void>((resolve) => mailServer.close(() => resolve()));
    await rm(directory, { recursive: true });
  });

  expectListed(differences, () => found);
});

const nothing = {
  secretKey: "a key for tests, long enough to be taken as one",
  environment: "production",
  signUpDomains: undefined,
  admin: undefined,
  google: undefined,
  oidc: undefined,
} as const;

/** A key of a person who is called as the recording's was. */
async function keyOf(server: TestServer, name: string): Promise<string> {
  const person = await signInAs(server, { email: `${name}@example.org` });
  const owner = await server.database.owner();
  await owner.query("UPDATE people SET username = $2 WHERE id = $1", [person.personId, name]);
  return (await person.send("POST", "/api/account/keys", { name: "probe" })).json().key;
}

/** A mail server that writes the six digits of each mail into a file. */
function receiveCodes(file: string): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => {
        const code = /\b(\d{6})\b/.exec(Buffer.concat(pieces).toString().split("\r\n\r\n").slice(1).join("\n"))?.[1];
        if (code !== undefined) writeFileSync(file, code);
        done();
      });
    },
  });
}
