import { setTimeout as wait } from "node:timers/promises";
import { KhojError } from "@khoj/contract";
import pg from "pg";
import type { Connection, Database, Sql } from "./database.ts";
import { listenOn } from "./listen-on.ts";
import { preparedNames } from "./prepared-names.ts";
import { breakWhenSilent, type Silence, usualSilence } from "./silence.ts";
import { isConnectionTrouble, sqlError, statementName } from "./sql-error.ts";

/** Everything of Khoj stands in this schema, so that an external database may hold other things too. */
export const schema = "khoj";

/** The driver's form of a connection, whose search path is Khoj's schema. */
export function driverOptions(connection: Connection): pg.ClientConfig {
  const { encryption, ...rest } = connection;
  return {
    ...rest,
    ...(encryption && { ssl: { rejectUnauthorized: encryption === "verified" } }),
    application_name: "khoj",
    options: `-c search_path=${schema}`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  };
}

const mostConnections = 12;
/** Milliseconds a transaction waits for a database that is just restarting, and for a connection while all are in use. */
const patience = 3000;
const queuePatience = 60_000;

interface PoolOptions {
  readonly connections?: number;
  readonly silence?: Silence;
  /** Why the database's disk cannot take so much more; undefined when it can. */
  readonly whyNoRoom?: (bytes: number) => Promise<string | undefined>;
}

/**
 * A plan that was made while a table was empty would be kept as long as the connection, and read all of it when it is
 * full: statements are prepared, but planned each time. Compiling a plan never pays for statements as short as these.
 */
const planning = "-c plan_cache_mode=force_custom_plan -c jit=off";

/** The serving side of the database: pooled connections (at most `connections`), a transaction for everything. */
export function openPool(
  connection: Connection,
  { connections = mostConnections, silence = usualSilence, whyNoRoom }: PoolOptions = {},
): Database {
  const driver = { ...driverOptions(connection), options: `-c search_path=${schema} ${planning}` };
  const pool = makePool(driver, connections, silence);
  const prepared = preparedNames();
  const ensureRoom = async (bytes: number): Promise<void> => {
    const why = await whyNoRoom?.(bytes);
    if (why !== undefined) throw new KhojError("unavailable", why, { retryAfter: 5 });
  };
  const takeClient = (): Promise<pg.PoolClient> =>
    connect(pool).catch(async (error: unknown) => {
      // A database whose disk is full stops, and cannot start again before there is room.
      await ensureRoom(0);
      throw error;
    });

  const inTransaction = async <Result>(
    spaces: readonly string[],
    work: (sql: Sql) => Promise<Result>,
    begin: typeof setSpaces = setSpaces,
  ) => {
    const client = await takeClient();
    let broken = false;
    try {
      // Not waited for: the connections are in pipeline mode, so these go out with the first statement of `work`. Should
      // they fail, the transaction is aborted or the connection gone, and that statement fails too.
      const begun = Promise.all([client.query("BEGIN"), client.query({ ...begin, values: [spaces.join(",")] })]);
      begun.catch(() => {});
      const result = await work(sqlOver(client, prepared));
      await begun.catch((error: unknown) => {
        throw sqlError(error, "BEGIN");
      });
      await commit(client);
      return result;
    } catch (error) {
      broken = await rollback(client).then(
        () => false,
        () => true,
      );
      throw error;
    } finally {
      client.release(broken);
    }
  };

  return {
    connection,
    inSpaces: (spaces, work) => inTransaction(spaces, work),
    byKeysInSpaces: (spaces, work) => inTransaction(spaces, work, setSpacesAndKeepPlans),
    transaction: (work) => inTransaction([], work),
    async statement<Row extends object>(text: string, values: readonly unknown[] = []) {
      const client = await takeClient();
      let broken = true;
      try {
        const rows = await sqlOver(client, prepared).query<Row>(text, values);
        broken = false;
        return rows;
      } finally {
        client.release(broken);
      }
    },
    listen: (channel, on) => listenOn(driver, channel, on),
    ping: (milliseconds) => ping(pool, milliseconds),
    ensureRoom,
    close: () => pool.end(),
  };
}

function makePool(driver: pg.ClientConfig, most: number, silence: Silence): pg.Pool {
  const stream = breakWhenSilent(driver, silence);
  const pool = new pg.Pool({ ...driver, stream, pipeline: true, max: most, idleTimeoutMillis: 30_000 });
  // A connection that breaks is replaced by the pool; the next statement on it tells whoever needs to know.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/**
 * Nothing but index look-ups: then a plan made once is as good for any table, an empty one included, and the planner's
 * work, more than that of the look-ups themselves, is saved.
 */
const setSpacesAndKeepPlans = {
  name: "khoj_set_spaces_keep_plans",
  text: `SELECT set_config('khoj.spaces', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true)`,
};

const setSpaces = { name: "khoj_set_spaces", text: "SELECT set_config('khoj.spaces', $1, true)" };

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  for (const start = performance.now(); ; await wait(100)) {
    try {
      return await pool.connect();
    } catch (error) {
      const limit = isQueueing(error) ? queuePatience : patience;
      if (!isConnectionTrouble(error) || performance.now() - start >= limit) throw sqlError(error, "connect");
    }
  }
}

/** The pool's own words for: all connections are in use. */
const isQueueing = (error: unknown): boolean =>
  error instanceof Error && error.message === "timeout exceeded when trying to connect";

async function commit(client: pg.PoolClient): Promise<void> {
  const answer = await client.query("COMMIT").catch((error: unknown) => {
    if (!isConnectionTrouble(error)) throw sqlError(error, "COMMIT");
    throw new KhojError(
      "unavailable",
      "the database went away while saving; whether it was saved shows when it is back",
      {
        details: { statement: "COMMIT", outcome: "unknown" },
        retryAfter: 1,
      },
    );
  });
  // A transaction in which a statement failed answers COMMIT by rolling back: that is no success.
  if (answer.command !== "COMMIT") {
    throw new KhojError("internal", "the transaction was undone because a statement in it had failed unnoticed");
  }
}

async function rollback(client: pg.PoolClient): Promise<void> {
  await client.query("ROLLBACK");
}

function sqlOver(client: pg.PoolClient, prepared: (text: string) => string | undefined): Sql {
  const run = async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
    const name = prepared(text);
    try {
      return await client.query({ text, values: [...values], ...(name !== undefined && { name }) });
    } catch (error) {
      throw sqlError(error, statementName(text));
    }
  };
  const sql: Sql = {
    async query<Row extends object>(text: string, values: readonly unknown[] = []) {
      return (await run(text, values)).rows as Row[];
    },
    execute: async (text, values = []) => (await run(text, values)).rowCount ?? 0,
    async savepoint(work) {
      await run("SAVEPOINT one_part", []);
      try {
        const result = await work(sql);
        await run("RELEASE SAVEPOINT one_part", []);
        return result;
      } catch (error) {
        await run("ROLLBACK TO SAVEPOINT one_part", []);
        await run("RELEASE SAVEPOINT one_part", []);
        throw error;
      }
    },
  };
  return sql;
}

async function ping(pool: pg.Pool, milliseconds: number): Promise<void> {
  const late = new AbortController();
  const answer = pool.query("SELECT 1").then(
    () => undefined,
    (error: unknown) => sqlError(error, "ping"),
  );
  const silence = wait(milliseconds, undefined, { signal: late.signal }).then(
    () => new KhojError("unavailable", `the database did not answer within ${milliseconds} ms`, { retryAfter: 1 }),
    () => undefined,
  );
  const problem = await Promise.race([answer, silence]);
  late.abort();
  if (problem !== undefined) throw problem;
}
