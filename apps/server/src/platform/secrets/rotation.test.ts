import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSecrets, type SecretsDeps } from "./open-secrets.ts";
import { forgetSecrets, replaceInstanceKey } from "./replace-instance-key.ts";
import { rotateSecrets } from "./rotate-secrets.ts";
import type { Secrets } from "./secrets.ts";

const secretKey = "5m0Yq7VhJ2pXc9Wb4LrT8nZsKd3GfAeU";
const newSecretKey = "nZsKd3GfAeU5m0Yq7VhJ2pXc9Wb4LrT8";
let test: TestDatabase;
let owner: Awaited<ReturnType<TestDatabase["owner"]>>;
let directory: string;

const deps = (over: Partial<SecretsDeps> = {}): SecretsDeps => ({
  database: test.database,
  secretKey: undefined,
  dataDirectory: directory,
  ...over,
});
const put = (secrets: Secrets, name: string, text: string): Promise<void> =>
  test.database.transaction((sql) => secrets.put(sql, name, text));
const rows = async (text: string): Promise<Record<string, unknown>[]> => (await owner.query(text)).rows;

beforeEach(async () => {
  test = await openTestDatabase();
  owner = await test.owner();
  directory = await mkdtemp(path.join(tmpdir(), "khoj-rotation-"));
});
afterEach(async () => {
  await test.drop();
  await rm(directory, { recursive: true, force: true });
});

describe("rotating data keys while servers run", () => {
  it("seals everything anew and destroys the old key, and two nodes read and write all the while", async () => {
    const nodes = [await openSecrets(deps({ secretKey })), await openSecrets(deps({ secretKey }))] as const;
    for (let each = 0; each < 230; each++) await put(nodes[0], `secret/${each}`, `text ${each}`);
    const before = await rows("SELECT id, sealed FROM data_keys");
    let rotating = true;
    let reads = 0;
    const readOn = async (node: Secrets): Promise<void> => {
      for (let each = 0; rotating; each = (each + 7) % 230, reads++)
        expect(await node.read(`secret/${each}`)).toBe(`text ${each}`);
    };
    const writeOn = async (): Promise<void> => {
      for (let each = 0; rotating; each++) await put(nodes[1], `written/${each % 20}`, "written under rotation");
    };
    const busy = [readOn(nodes[0]), readOn(nodes[1]), writeOn()];
    const rotated = await rotateSecrets(deps({ secretKey }));
    const again = await rotateSecrets(deps({ secretKey }));
    rotating = false;
    await Promise.all(busy);
    expect(reads).toBeGreaterThan(20);
    expect(rotated).toMatchObject({ retired: 1 });
    expect(rotated.secrets).toBeGreaterThanOrEqual(230);
    expect(await rows("SELECT DISTINCT key_id FROM sealed_secrets")).toEqual([{ key_id: again.key }]);
    const old = await rows(
      `SELECT length(sealed) AS bytes FROM data_keys WHERE id = '${before[0]?.id}' AND retired_at IS NOT NULL`,
    );
    expect(old).toEqual([{ bytes: 0 }]);
    for (let each = 0; each < 230; each++) expect(await nodes[0].read(`secret/${each}`)).toBe(`text ${each}`);
    for (let each = 0; each < 5; each++) expect(await nodes[0].read(`written/${each}`)).toBe("written under rotation");
  });

  it("is done by one of two rotations at a time, and nothing is lost", async () => {
    const secrets = await openSecrets(deps());
    for (let each = 0; each < 120; each++) await put(secrets, `secret/${each}`, `text ${each}`);
    // A clock that was ahead when the key in use was made does not stop anybody.
    await owner.query("UPDATE data_keys SET made_at = now() + interval '1 year'");
    const outcomes = await Promise.allSettled([rotateSecrets(deps()), rotateSecrets(deps())]);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected")
        expect(outcome.reason.message).toContain("another rotation began after this one");
    }
    expect(outcomes.some(({ status }) => status === "fulfilled")).toBe(true);
    for (let each = 0; each < 120; each++) expect(await secrets.read(`secret/${each}`)).toBe(`text ${each}`);
    expect(await rows("SELECT id FROM data_keys WHERE retired_at IS NULL")).toHaveLength(1);
  });

  it("waits for a transaction that is sealing, and takes along what it sealed", async () => {
    const secrets = await openSecrets(deps());
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let sealed = (): void => {};
    const hasSealed = new Promise<void>((resolve) => {
      sealed = resolve;
    });
    const slow = test.database.transaction(async (sql) => {
      // Held back where it has chosen its key and written nothing yet.
      const execute: typeof sql.execute = async (text, values) => {
        sealed();
        await held;
        return sql.execute(text, values);
      };
      await secrets.put({ ...sql, execute }, "late", "sealed while a rotation began");
    });
    await hasSealed;
    const rotation = rotateSecrets(deps());
    await expect
      .poll(() =>
        rows(
          "SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()",
        ),
      )
      .toHaveLength(1);
    letGo();
    await slow;
    expect(await rotation).toMatchObject({ secrets: 1, retired: 1 });
    expect(await secrets.read("late")).toBe("sealed while a rotation began");
  });
});

describe("another instance key", () => {
  it("is put in the place of the old one; secrets stay, and the old key is kept for older copies", async () => {
    const before = await openSecrets(deps());
    await put(before, "a", "outlives its key");
    const replaced = await replaceInstanceKey(deps(), undefined);
    expect(replaced).toMatchObject({
      from: before.fingerprint,
      place: "file",
      kept: expect.stringContaining("secret.key."),
    });
    const after = await openSecrets(deps());
    expect(after.fingerprint).toBe(replaced.to);
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect(await after.read("a")).toBe("outlives its key");
    const kept = (await readFile(replaced.kept ?? "", "utf8")).trim();
    await expect(openSecrets(deps({ secretKey: kept }))).rejects.toThrow(/is another key/);
    // A server that ran on without being told says what to do.
    await expect(before.read("a")).rejects.toThrow(/was changed .* while this server ran; restart it/);
    await expect(put(before, "b", "anything")).rejects.toThrow(/restart it/);
  });

  it("may come from the environment, and go back to a file", async () => {
    await put(await openSecrets(deps()), "a", "kept");
    await replaceInstanceKey(deps({ secretKey }), undefined);
    expect(await (await openSecrets(deps({ secretKey }))).read("a")).toBe("kept");
    expect(await readdir(directory)).not.toContain("secret.key");
    await expect(replaceInstanceKey(deps({ secretKey }), undefined)).rejects.toThrow(/is the key in use/);
    await expect(replaceInstanceKey(deps({ secretKey: newSecretKey }), undefined)).rejects.toThrow(/--old-key-file/);
    await expect(replaceInstanceKey(deps({ secretKey: newSecretKey }), newSecretKey)).rejects.toThrow(/another than/);
    await replaceInstanceKey(deps({ secretKey: newSecretKey }), secretKey);
    expect(await (await openSecrets(deps({ secretKey: newSecretKey }))).read("a")).toBe("kept");
    await replaceInstanceKey(deps(), newSecretKey);
    expect(await (await openSecrets(deps())).read("a")).toBe("kept");
  });

  it("is in place after a crash between the database and the file, and not before", async () => {
    await put(await openSecrets(deps()), "a", "survives a crash");
    const file = path.join(directory, "secret.key");
    // Cut off before the database changed: the key in use is the old one.
    await writeFile(`${file}.new`, newSecretKey, { mode: 0o600 });
    expect(await (await openSecrets(deps())).read("a")).toBe("survives a crash");
    // Cut off after: the database has the new key, the file still the old one.
    const { kept } = await replaceInstanceKey(deps(), undefined);
    await rename(file, `${file}.new`);
    await rename(kept ?? "", file);
    expect(await (await openSecrets(deps())).read("a")).toBe("survives a crash");
    expect(await readdir(directory)).not.toContain("secret.key.new");
    expect(await readdir(directory)).toContain(path.basename(kept ?? ""));
    // Another rotation right after such a crash starts from the key in use.
    const second = await replaceInstanceKey(deps(), undefined);
    await rename(file, `${file}.new`);
    await replaceInstanceKey(deps(), undefined);
    expect(await (await openSecrets(deps())).read("a")).toBe("survives a crash");
    expect(await readdir(directory)).toContain(path.basename(second.kept ?? ""));
  });

  it("can begin anew where the old one is lost: what it sealed is gone, and named", async () => {
    const secrets = await openSecrets(deps());
    await put(secrets, "mail/smtp-url", "one");
    await put(secrets, "totp/somebody", "two");
    await rm(path.join(directory, "secret.key"));
    const { forgotten, from } = await forgetSecrets(deps());
    expect(forgotten).toEqual(["mail/smtp-url", "totp/somebody"]);
    expect(from).toBe(secrets.fingerprint);
    const fresh = await openSecrets(deps());
    expect(await fresh.read("mail/smtp-url")).toBeUndefined();
    await put(fresh, "mail/smtp-url", "set anew");
    expect(await fresh.read("mail/smtp-url")).toBe("set anew");
  });
});
