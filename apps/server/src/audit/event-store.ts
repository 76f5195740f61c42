import type { AuditEvent, FailedSignIns } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { plainAddress } from "../platform/http/networks.ts";
import { conditionsOf, type EventFilter } from "./event-filter.ts";
import type { EventInput, Fact } from "./events.ts";
import { withoutSecrets } from "./without-secrets.ts";

type Query = Sql["query"];

/** An address that is none (a Unix socket, a test) is kept as unknown rather than refused. */
export async function insertEvent(query: Query, event: EventInput): Promise<void> {
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

const kept = (text: string | undefined, most: number): string | null =>
  text === undefined ? null : withoutSecrets(text.slice(0, most));
const keptFact = (fact: Fact): Fact => (typeof fact === "string" ? kept(fact, 300) : fact);

/** The id of a passkey is public, and random: its beginning tells it apart. */
const keptTarget = (target: EventInput["target"]): string | null =>
  target?.kind === "passkey" ? target.id.slice(0, 12) : kept(target?.id, 320);

interface EventRow extends Omit<AuditEvent, "seq" | "at" | "person"> {
  readonly seq: string;
  readonly at: Date;
  readonly person_id: string | null;
}

const columns = `seq, at, kind, outcome, person_id, account, via, credential, target_kind, target,
  host(address) AS address, agent, request_id, facts`;

/** The newest first, those before `before` only. */
export async function selectEvents(
  query: Query,
  filter: EventFilter,
  { limit, offset, before }: { readonly limit: number; readonly offset: number; readonly before: number | undefined },
): Promise<AuditEvent[]> {
  const { where, values } = conditionsOf(filter);
  const [limited, skipped, bound] = [1, 2, 3].map((more) => `$${values.length + more}`);
  const rows = await query<EventRow>(
    `SELECT ${columns} FROM events WHERE ${where} AND (${bound}::bigint IS NULL OR seq < ${bound}::bigint)
     ORDER BY seq DESC LIMIT ${limited} OFFSET ${skipped}`,
    [...values, limit, offset, before ?? null],
  );
  return rows.map(fromRow);
}

/** The oldest first, those after `after` only: the next part of an export. */
export async function selectEventsAfter(query: Query, filter: EventFilter, after: number, limit: number) {
  const { where, values } = conditionsOf(filter);
  const [bound, limited] = [1, 2].map((more) => `$${values.length + more}`);
  const rows = await query<EventRow>(
    `SELECT ${columns} FROM events WHERE ${where} AND seq > ${bound}::bigint ORDER BY seq LIMIT ${limited}`,
    [...values, after, limit],
  );
  return rows.map(fromRow);
}

/** How many there are, counted to `most` only: the table only ever grows. */
export async function countEvents(query: Query, filter: EventFilter, most: number): Promise<number> {
  const { where, values } = conditionsOf(filter);
  const rows = await query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM (SELECT FROM events WHERE ${where} LIMIT $${values.length + 1}) found`,
    [...values, most],
  );
  return rows[0]?.count ?? 0;
}

const fromRow = ({ seq, at, person_id, ...rest }: EventRow): AuditEvent => ({
  seq: Number(seq),
  at: new Date(at).toISOString(),
  ...rest,
  person: person_id,
});

const failed = `(kind LIKE 'sign-in.%' OR kind IN ('factor.totp', 'factor.recovery', 'factor.passkey'))
  AND outcome IN ('refused', 'failed')`;
const since = (days: string): string =>
  `at >= (date_trunc('day', now() AT TIME ZONE 'UTC') - make_interval(days => ${days} - 1)) AT TIME ZONE 'UTC'`;

/** Failed sign-ins of the last days (in UTC, today the last one), and the accounts and networks with the most. */
export async function selectFailedSignIns(query: Query, days: number, most: number): Promise<FailedSignIns> {
  const perDay = query<FailedSignIns["days"][number]>(
    `SELECT to_char(day, 'YYYY-MM-DD') AS day, count(events.seq)::integer AS failed
     FROM generate_series(date_trunc('day', now() AT TIME ZONE 'UTC') - make_interval(days => $1 - 1),
            date_trunc('day', now() AT TIME ZONE 'UTC'), '1 day') day
     LEFT JOIN events ON date_trunc('day', at AT TIME ZONE 'UTC') = day AND ${since("$1")} AND ${failed}
     GROUP BY day ORDER BY day`,
    [days],
  );
  const byAccount = query<FailedSignIns["by_account"][number]>(
    `SELECT account, count(*)::integer AS failed FROM events
     WHERE account IS NOT NULL AND ${since("$1::integer")} AND ${failed}
     GROUP BY account ORDER BY failed DESC, account LIMIT $2`,
    [days, most],
  );
  const byNetwork = query<FailedSignIns["by_network"][number]>(
    `SELECT network(set_masklen(address, CASE family(address) WHEN 4 THEN 24 ELSE 48 END))::text AS network,
       count(*)::integer AS failed
     FROM events WHERE address IS NOT NULL AND ${since("$1::integer")} AND ${failed}
     GROUP BY 1 ORDER BY failed DESC, network LIMIT $2`,
    [days, most],
  );
  return { days: await perDay, by_account: await byAccount, by_network: await byNetwork };
}

/** Notes once an hour for each session that its holder reads events, rather than at each page they turn. */
export async function wasReadLately(query: Query, credential: string): Promise<boolean> {
  const rows = await query(
    `SELECT FROM events WHERE kind = 'events.read' AND credential = $1 AND at > now() - interval '1 hour' LIMIT 1`,
    [credential],
  );
  return rows.length > 0;
}
