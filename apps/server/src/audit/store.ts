import type { Sql } from "@khoj/db";
import type { EventInput } from "./events.ts";

/** An address that is none (a Unix socket, a test) is kept as unknown rather than refused. */
export async function insertEvent(query: Sql["query"], event: EventInput): Promise<void> {
  const { kind, outcome, actor, target, from } = event;
  await query(
    `INSERT INTO events (kind, outcome, person_id, account, via, credential, target_kind, target, address, agent,
       request_id, facts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN pg_input_is_valid($9, 'inet') THEN $9::inet END, $10, $11,
       $12::jsonb)`,
    [
      kind,
      outcome,
      actor?.personId ?? null,
      event.account?.slice(0, 320) ?? actor?.email ?? null,
      event.via ?? actor?.via ?? "nobody",
      actor?.credentialId ?? null,
      target?.kind ?? null,
      target?.id.slice(0, 320) ?? null,
      from?.address ?? null,
      from?.agent ?? null,
      from?.requestId ?? null,
      JSON.stringify(event.facts ?? {}),
    ],
  );
}
