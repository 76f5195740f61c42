import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { KhojError } from "@khoj/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection, Sql } from "./database.ts";
import { openPool } from "./pool-database.ts";
import { openTestDatabase, type TestDatabase } from "./testing/open-test-database.ts";

let test: TestDatabase;
const person = randomUUID();
const mine = randomUUID();
const theirs = randomUUID();

beforeAll(async () => {
  test = await openTestDatabase();
  await test.database.transaction(async (sql) => {
    await sql.execute("INSERT INTO people (id, username, email) VALUES ($1, 'p', 'p@example.org')", [person]);
    for (const space of [mine, theirs]) {
      await sql.execute("INSERT INTO spaces (id, kind, name, owner_id) VALUES ($1, 'shared', 's', $2)", [
        space,
        person,
      ]);
    }
  });
  await test.database.inSpaces([mine], (sql) => insertDocument(sql, mine, "mine.md"));
  await test.database.inSpaces([theirs], (sql) => insertDocument(sql, theirs, "theirs.md"));
});
afterAll(() => test.drop());

const insertDocument = (sql: Sql, space: string, name: string): Promise<number> =>
  sql.execute(
    `INSERT INTO documents (space_id, id, origin, file_name, file_type, state, revision)
     VALUES ($1, $2, 'upload', $3, 'markdown', 'indexed', 1)`,
    [space, randomUUID(), name],
  );
const names = async (sql: Sql): Promise<unknown[]> =>
  (await sql.query<{ file_name: string }>("SELECT file_name FROM documents ORDER BY 1")).map((row) => row.file_name);

describe("row security", () => {
  it("a query that forgets its filter sees the named spaces only", async () => {
    expect(await test.database.inSpaces([mine], names)).toEqual(["mine.md"]);
    expect(await test.database.inSpaces([theirs], names)).toEqual(["theirs.md"]);
    expect(await test.database.inSpaces([mine, theirs], names)).toEqual(["mine.md", "theirs.md"]);
  });

  it("outside named spaces there is no content, also right after a transaction that had some", async () => {
    await test.database.inSpaces([mine, theirs], names);
    expect(await test.database.transaction(names)).toEqual([]);
    expect(await test.database.inSpaces([], names)).toEqual([]);
  });

  it("a write into a space that was not named is refused", async () => {
    const write = test.database.inSpaces([mine], (sql) => insertDocument(sql, theirs, "smuggled.md"));
    await expect(write).rejects.toMatchObject({ code: "internal", details: { sqlstate: "42501" } });
  });

  it("an update or delete without a filter touches nobody else's rows", async () => {
    await test.database.inSpaces([mine], (sql) => sql.execute("UPDATE documents SET title = 'x'"));
    await test.database
      .inSpaces([mine], async (sql) => {
        await sql.execute("DELETE FROM documents");
        throw new Error("undo");
      })
      .catch(() => {});
    const titles = await test.database.inSpaces([mine, theirs], (sql) =>
      sql.query("SELECT file_name, title FROM documents ORDER BY 1"),
    );
    expect(titles).toEqual([
      { file_name: "mine.md", title: "x" },
      { file_name: "theirs.md", title: null },
    ]);
  });

  it("holds for the owner of the tables too", async () => {
    const owner = await test.owner();
    expect((await owner.query("SELECT * FROM documents")).rowCount).toBe(0);
    await expect(owner.query("TRUNCATE documents")).rejects.toThrow(/never truncated/);
  });

  it("reads the setting once a statement, not once a row", async () => {
    const plan = await test.database.inSpaces([mine], (sql) => sql.query("EXPLAIN SELECT * FROM chunks"));
    expect(JSON.stringify(plan)).toContain("hashed SubPlan");
  });

  it("finds a row by its whole key, also in a table that has just grown and was not analysed yet", async () => {
    const plan = await test.database.inSpaces([mine], async (sql) => {
      await sql.execute(
        `INSERT INTO documents (space_id, id, origin, file_name, file_type, state, revision)
         SELECT $1, gen_random_uuid(), 'upload', 'grown ' || n, 'markdown', 'failed', n FROM generate_series(1, 3000) n`,
        [mine],
      );
      const found = await sql.query("EXPLAIN SELECT * FROM documents WHERE space_id = $1 AND id = $2", [mine, mine]);
      await sql.execute("DELETE FROM documents WHERE space_id = $1 AND file_name LIKE 'grown %'", [mine]);
      return found;
    });
    expect(JSON.stringify(plan)).toContain("documents_pkey");
  });

  it("plans statements anew, so that none keeps the plan of a table that was empty", async () => {
    const shown = await test.database.statement("SHOW plan_cache_mode");
    expect(shown).toEqual([{ plan_cache_mode: "force_custom_plan" }]);
  });

  it("keeps the plans of look-ups by key for their transaction only, and shows them no other space", async () => {
    const inside = await test.database.byKeysInSpaces([mine], async (sql) => ({
      names: await names(sql),
      settings: await sql.query(
        "SELECT current_setting('plan_cache_mode') AS plans, current_setting('enable_seqscan') AS scans",
      ),
    }));
    expect(inside).toEqual({ names: ["mine.md"], settings: [{ plans: "force_generic_plan", scans: "off" }] });
    const after = await test.database.statement("SELECT current_setting('plan_cache_mode') AS plans");
    expect(after).toEqual([{ plans: "force_custom_plan" }]);
  });
});

describe("the serving role", () => {
  it("owns nothing, has no power, and may not define, truncate or rewrite the schema's history", async () => {
    const [role] = await test.database.transaction((sql) =>
      sql.query("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"),
    );
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false });
    for (const text of [
      "CREATE TABLE khoj.mine (x int)",
      "CREATE TABLE public.mine (x int)",
      "TRUNCATE people",
      "ALTER TABLE documents NO FORCE ROW LEVEL SECURITY",
      "DROP POLICY by_space ON documents",
      "INSERT INTO migrations VALUES (99, 'x', 'y')",
      "SET ROLE khoj_owner",
    ]) {
      const attempt = test.database.transaction((sql) => sql.execute(text));
      await expect(attempt, text).rejects.toMatchObject({ details: { sqlstate: "42501" } });
    }
  });
});

describe("transactions", () => {
  it("a savepoint undoes its own part only", async () => {
    const space = randomUUID();
    await test.database.transaction((sql) =>
      sql.execute("INSERT INTO spaces (id, kind, name, owner_id) VALUES ($1, 'shared', 's', $2)", [space, person]),
    );
    await test.database.inSpaces([space], async (sql) => {
      await insertDocument(sql, space, "good.md");
      await sql
        .savepoint(async (part) => {
          await insertDocument(part, space, "half.md");
          await insertDocument(part, space, "good.md");
        })
        .catch(() => {});
      await insertDocument(sql, space, "after.md");
    });
    expect(await test.database.inSpaces([space], names)).toEqual(["after.md", "good.md"]);
  });

  it("everything is undone when the work throws", async () => {
    await expect(
      test.database.inSpaces([mine], async (sql) => {
        await insertDocument(sql, mine, "never.md");
        throw new Error("stop");
      }),
    ).rejects.toThrow("stop");
    expect(await test.database.inSpaces([mine], names)).toEqual(["mine.md"]);
  });

  it("a failure that the work swallowed is not reported as saved", async () => {
    const quiet = test.database.inSpaces([mine], async (sql) => {
      await sql.query("SELECT 1/0").catch(() => {});
    });
    await expect(quiet).rejects.toThrow(/undone/);
  });

  it("many at once share the connections", async () => {
    const all = Array.from({ length: 60 }, (_, index) =>
      test.database.inSpaces([index % 2 === 0 ? mine : theirs], names),
    );
    const seen = await Promise.all(all);
    expect(seen.filter((found) => found[0] === "mine.md")).toHaveLength(30);
    expect(seen.filter((found) => found[0] === "theirs.md")).toHaveLength(30);
  });
});

describe("a database that falls silent", () => {
  it("is given up in the middle of a statement, and used again when it is back; a long statement is waited for", async () => {
    const wire = await openWire(test.database.connection);
    const silence = { quiet: 200, answer: 1000 };
    const pool = openPool({ ...test.database.connection, host: "127.0.0.1", port: wire.port }, { silence });
    const slow = await pool.transaction((sql) => sql.query("SELECT 1 AS one FROM pg_sleep(1.5)"));
    expect(slow).toEqual([{ one: 1 }]);
    await expect(
      pool.transaction(async (sql) => {
        wire.cut();
        await sql.query("SELECT 1");
      }),
    ).rejects.toMatchObject({ code: "unavailable" });
    wire.mend();
    expect(await pool.inSpaces([mine], names)).toEqual(["mine.md"]);
    await pool.close();
    wire.close();
  });
});

/** A wire to the database that may be cut: it stays open, and nothing goes through it any more, either way. */
async function openWire({ host, port }: Connection) {
  let isCut = false;
  const ends: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(`${host}/.s.PGSQL.${port}`);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.push(from);
      from.on("data", (bytes) => isCut || to.write(bytes));
      from.on("close", () => isCut || to.destroy());
      from.on("error", () => {});
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
    },
    mend() {
      isCut = false;
    },
    close() {
      for (const end of ends) end.destroy();
      server.close();
    },
  };
}

describe("errors", () => {
  it("carry the statement's name, SQLSTATE and constraint, and no value", async () => {
    const canary = `canary-${randomUUID()}`;
    const insert = (sql: Sql) => insertDocument(sql, mine, canary);
    const error = await test.database
      .inSpaces([mine], async (sql) => {
        await insert(sql);
        await insert(sql);
      })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(KhojError);
    expect(error).toMatchObject({
      code: "internal",
      details: {
        statement: "INSERT documents",
        sqlstate: "23505",
        constraint: "documents_space_id_origin_file_name_key",
      },
    });
    expect(JSON.stringify([error, String(error), (error as Error).cause])).not.toContain(canary);
  });

  it("a value of the wrong kind is not repeated", async () => {
    const error = await test.database
      .transaction((sql) => sql.query("SELECT $1::text::integer", ["secret words"]))
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ details: { sqlstate: "22P02" } });
    expect(JSON.stringify([error, String(error)])).not.toContain("secret");
  });
});
