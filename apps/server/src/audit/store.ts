import type { Sql } from "@khoj/db";
import { plainAddress } from "../platform/http/networks.ts";
import type { EventInput, Fact } from "./events.ts";
import { withoutSecrets } from "./without-secrets.ts";

const kept = (text: string | undefined, most: number): string | null =>
  text === undefined ? null : withoutSecrets(text.slice(0, most));
const keptFact = (fact: Fact): Fact => (typeof fact === "string" ? kept(fact, 300) : fact);

/** The id of a passkey is public, and random: its beginning tells it apart. */
const keptTarget = (target: EventInput["target"]): string | null =>
  target?.kind === "passkey" ? target.id.slice(0, 12) : kept(target?.id, 320);

/** An address that is none (a Unix socket, a test) is kept as unknown rather than refused. */
export async function insertEvent(query: Sql["query"], event: EventInput): Promise<void> {
  const { kind, outcome, actor, target, from } = event;
  await query(
    `INSERT INTO events (kind, outcome, person_id, account, via, credential, target_kind, target, address, agent,
       request_id, facts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::inet, $10, $11,
       $12::jsonb)`,
    [
      kind,
      outcome,
      actor?.personId ?? null,
      kept(event.account ?? actor?.email, 320),
      event.via ?? actor?.via ?? "nobody",
      actor?.credentialId ?? null,
      target?.kind ?? null,
      keptTarget(target),
      plainAddress(from?.address ?? "") ?? null,
      kept(from?.agent, 300),
      from?.requestId ?? null,
      JSON.stringify(
        Object.fromEntries(Object.entries(event.facts ?? {}).map(([name, fact]) => [name, keptFact(fact)])),
      ),
    ],
  );
}
