import type { Sql } from "@khoj/db";

export interface FlowRow {
  readonly kind: string;
  readonly person_id: string | null;
  readonly state: unknown;
}

export async function insertFlow(
  sql: Sql,
  flow: {
    readonly tokenHash: Buffer;
    readonly kind: string;
    readonly personId: string | undefined;
    readonly state: unknown;
    readonly seconds: number;
  },
): Promise<void> {
  await sql.execute(
    `INSERT INTO sign_in_flows (token_hash, kind, person_id, state, expires_at)
     VALUES ($1, $2, $3, $4::jsonb, now() + $5 * interval '1 second')`,
    [flow.tokenHash, flow.kind, flow.personId ?? null, JSON.stringify(flow.state), flow.seconds],
  );
}

/** Of two that take the same flow at once one gets it. */
export async function takeFlowRow(sql: Sql, tokenHash: Buffer, kind: string): Promise<FlowRow | undefined> {
  const [row] = await sql.query<FlowRow & { alive: boolean }>(
    `DELETE FROM sign_in_flows WHERE token_hash = $1 AND kind = $2
     RETURNING kind, person_id, state, expires_at > now() AS alive`,
    [tokenHash, kind],
  );
  return row?.alive ? row : undefined;
}

export async function selectFlow(query: Sql["query"], tokenHash: Buffer, kind: string): Promise<FlowRow | undefined> {
  const [row] = await query<FlowRow>(
    "SELECT kind, person_id, state FROM sign_in_flows WHERE token_hash = $1 AND kind = $2 AND expires_at > now()",
    [tokenHash, kind],
  );
  return row;
}

export async function deleteExpiredFlows(query: Sql["query"]): Promise<void> {
  await query("DELETE FROM sign_in_flows WHERE expires_at < now()");
}
