import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSecrets } from "./open-secrets.ts";
import type { Secrets } from "./secrets.ts";

const secretKey = "5m0Yq7VhJ2pXc9Wb4LrT8nZsKd3GfAeU";
let test: TestDatabase;
let owner: Awaited<ReturnType<TestDatabase["owner"]>>;
let directory: string;

const open = (place: { secretKey?: string; dataDirectory?: string } = {}): Promise<Secrets> =>
  openSecrets({ database: test.database, secretKey: undefined, dataDirectory: directory, ...place });
const put = (secrets: Secrets, name: string, text: string): Promise<void> =>
  test.database.transaction((sql) => secrets.put(sql, name, text));
const otherDirectory = async (): Promise<string> => mkdtemp(path.join(directory, "other-"));

beforeEach(async () => {
  test = await openTestDatabase();
  owner = await test.owner();
  directory = await mkdtemp(path.join(tmpdir(), "khoj-secrets-"));
});
afterEach(async () => {
  await test.drop();
  await rm(directory, { recursive: true, force: true });
});

describe("a secret", () => {
  it("is read again by its name, replaced and removed, also by another node with the same key", async () => {
    const [here, there] = [await open({ secretKey }), await open({ secretKey, dataDirectory: await otherDirectory() })];
    await put(here, "mail/smtp-url", "smtp://mailer:sesame@mail");
    expect(await there.read("mail/smtp-url")).toBe("smtp://mailer:sesame@mail");
    await put(there, "mail/smtp-url", "smtp://mailer:fennel@mail");
    expect(await here.read("mail/smtp-url")).toBe("smtp://mailer:fennel@mail");
    await test.database.transaction((sql) => here.remove(sql, "mail/smtp-url"));
    expect(await there.read("mail/smtp-url")).toBeUndefined();
  });

  it("lies in the database sealed only, twice the same text as different bytes", async () => {
    const secrets = await open();
    await put(secrets, "a", "open sesame");
    await put(secrets, "b", "open sesame");
    const { rows } = await owner.query("SELECT sealed FROM sealed_secrets ORDER BY name");
    expect(rows[0].sealed.equals(rows[1].sealed)).toBe(false);
    expect(Buffer.concat(rows.map((row) => row.sealed)).includes("sesame")).toBe(false);
  });

  it.each([
    [
      "was put in the place of another",
      "UPDATE sealed_secrets SET sealed = (SELECT sealed FROM sealed_secrets WHERE name = 'b') WHERE name = 'a'",
    ],
    ["has one bit changed", "UPDATE sealed_secrets SET sealed = set_bit(sealed, 100, 1 - get_bit(sealed, 100))"],
    [
      "has one bit of its tag changed",
      "UPDATE sealed_secrets SET sealed = set_byte(sealed, length(sealed) - 1, 255 - get_byte(sealed, length(sealed) - 1))",
    ],
    ["was cut short", "UPDATE sealed_secrets SET sealed = substr(sealed, 1, 20)"],
    [
      "names a copy of its data key under another id",
      "INSERT INTO data_keys SELECT 'dk-other', sealed FROM data_keys; UPDATE sealed_secrets SET key_id = 'dk-other'",
    ],
    [
      "has a data key with one bit changed",
      "UPDATE data_keys SET sealed = set_bit(sealed, 200, 1 - get_bit(sealed, 200))",
    ],
  ])("that %s is refused, and says nothing of what it was", async (_, tampering) => {
    const secrets = await open();
    await put(secrets, "a", "the first secret");
    await put(secrets, "b", "another secret!!");
    expect(await secrets.read("a")).toBe("the first secret");
    await owner.query(tampering);
    await expect(secrets.read("a")).rejects.toThrow(/changed by somebody else/);
    await expect(secrets.read("a")).rejects.not.toThrow(/first secret/);
  });
});

describe("the key of an instance", () => {
  it("is made at the first start, for this user only, and found at the next", async () => {
    const first = await open();
    expect(first).toMatchObject({ place: "file", fingerprint: expect.stringMatching(/^sha256:[0-9a-f]{16}$/) });
    expect((await stat(path.join(directory, "secret.key"))).mode & 0o777).toBe(0o600);
    await put(first, "a", "kept over a restart");
    const second = await open();
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(await second.read("a")).toBe("kept over a restart");
    expect(second.mac("codes", "123456").equals(first.mac("codes", "123456"))).toBe(true);
    expect(second.mac("limits", "123456").equals(first.mac("codes", "123456"))).toBe(false);
  });

  it("is in no table", async () => {
    await put(await open(), "a", "anything");
    const key = (await readFile(path.join(directory, "secret.key"), "utf8")).trim();
    const { rows } = await owner.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'khoj'");
    for (const { table_name } of rows) {
      const kept = await owner.query(`SELECT count(*)::int AS n FROM ${table_name} t WHERE strpos(t::text, $1) > 0`, [
        key,
      ]);
      expect(kept.rows[0].n, table_name).toBe(0);
    }
  });

  it("that others can read is refused, with the chmod to type", async () => {
    await open();
    const file = path.join(directory, "secret.key");
    await chmod(file, 0o640);
    await expect(open()).rejects.toThrow(`type: chmod 600 '${file}'`);
  });

  it.each(["short", "0".repeat(64), "django-insecure-5m0Yq7VhJ2pXc9Wb4LrT8nZsKd3GfAeU"])(
    "that can be guessed is refused: %s",
    async (weak) => {
      await expect(open({ secretKey: weak })).rejects.toThrow(/can be guessed.*openssl rand/);
      await writeFile(path.join(directory, "secret.key"), weak, { mode: 0o600 });
      await expect(open()).rejects.toThrow(/can be guessed/);
    },
  );

  it("must be the one of the database: another is refused with both fingerprints and neither key", async () => {
    const { fingerprint } = await open({ secretKey });
    const other = secretKey.toLowerCase();
    const refusal = await open({ secretKey: other }).then(String, (error: Error) => error.message);
    expect(refusal).toContain(`the one this database was sealed with (${fingerprint})`);
    expect(refusal).toMatch(/another key \(sha256:[0-9a-f]{16}\)/);
    expect(refusal).not.toContain(other);
  });

  it("that is lost is not replaced by a new one in silence", async () => {
    const { fingerprint } = await open();
    await rm(path.join(directory, "secret.key"));
    await expect(open()).rejects.toThrow(`sealed with (${fingerprint}) is not here`);
    await expect(stat(path.join(directory, "secret.key"))).rejects.toThrow("ENOENT");
  });

  it("of two nodes that start together with a key each is one node's", async () => {
    const places = await Promise.all([otherDirectory(), otherDirectory()]);
    const opened = await Promise.allSettled(places.map((dataDirectory) => open({ dataDirectory })));
    expect(opened.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
