import { randomInt } from "node:crypto";
import type { Database, Sql } from "@khoj/db";
import type { z } from "zod";
import { hashToken, makeToken } from "../../platform/secrets/token.ts";
import { deleteExpiredFlows, insertFlow, selectFlow, takeFlowRow } from "./flow-store.ts";

/** Seconds a half-way sign-in waits for its other half. */
export const flowSeconds = 600;

/** One kind of half-way sign-in: its name in the table, and what it remembers. */
export interface FlowKind<State extends z.ZodType> {
  readonly name: string;
  readonly state: State;
}

export interface Flow<State> {
  readonly personId: string | undefined;
  readonly state: State;
}

/** Begins one; the token goes into this browser's cookie (`flow`) and nowhere else. */
export async function makeFlow<State extends z.ZodType>(
  sql: Sql,
  { name }: FlowKind<State>,
  { personId, state }: { readonly personId?: string | undefined; readonly state: z.output<State> },
): Promise<string> {
  const { token, hash } = makeToken();
  // Half-way sign-ins that nobody finished are swept while new ones begin.
  if (randomInt(20) === 0) await deleteExpiredFlows(sql.query);
  await insertFlow(sql, { tokenHash: hash, kind: name, personId, state, seconds: flowSeconds });
  return token;
}

/** Ends it and says what it remembers; undefined when it ended already, is too old or of another kind. */
export async function takeFlow<State extends z.ZodType>(
  sql: Sql,
  kind: FlowKind<State>,
  token: string | undefined,
): Promise<Flow<z.output<State>> | undefined> {
  const row = token === undefined ? undefined : await takeFlowRow(sql, hashToken(token), kind.name);
  return row && { personId: row.person_id ?? undefined, state: kind.state.parse(row.state) };
}

/** Looks at it without ending it: for a second factor that may be mistyped. Whoever succeeds takes it. */
export async function readFlow<State extends z.ZodType>(
  database: Database,
  kind: FlowKind<State>,
  token: string | undefined,
): Promise<Flow<z.output<State>> | undefined> {
  const row = token === undefined ? undefined : await selectFlow(database.statement, hashToken(token), kind.name);
  return row && { personId: row.person_id ?? undefined, state: kind.state.parse(row.state) };
}

export const sweepFlows = (database: Database): Promise<void> => deleteExpiredFlows(database.statement);
