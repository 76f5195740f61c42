import { KhojError } from "@khoj/contract";
import ipaddr from "ipaddr.js";
import type { EventInput } from "./events.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** Which events; what is absent does not matter. */
export interface EventFilter {
  /** Part of an account, a target or a kind. */
  readonly q?: string | undefined;
  /** A kind, or an area with all its kinds: `sign-in.password`, `sign-in`. */
  readonly kind?: string | undefined;
  readonly outcome?: EventInput["outcome"] | undefined;
  /** The id of who did it. */
  readonly person?: string | undefined;
  readonly account?: string | undefined;
  /** An address, or a network such as `192.0.2.0/24`. */
  readonly address?: string | undefined;
  /** A moment; of a day its first one. */
  readonly from?: string | undefined;
  /** Exclusive. */
  readonly to?: string | undefined;
  /** What somebody did, or what was done to their account: for a person's own export. */
  readonly about?: { readonly person: string; readonly account: string } | undefined;
}

/** The filter as conditions of SQL with their values. */
export function conditionsOf(filter: EventFilter): { readonly where: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [];
  const conditions = ["true"];
  const add = (value: unknown, condition: (parameter: string) => string): void => {
    if (value === undefined || value === "") return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  const { about } = filter;
  add(
    filter.q && likePart(filter.q),
    (part) => `(account ILIKE ${part} OR target ILIKE ${part} OR kind ILIKE ${part})`,
  );
  add(filter.kind, (kind) => `(kind = ${kind} OR starts_with(kind, ${kind} || '.'))`);
  add(filter.outcome, (outcome) => `outcome = ${outcome}`);
  add(filter.person && requireUuid(filter.person), (person) => `person_id = ${person}::uuid`);
  add(filter.account && withoutSecrets(filter.account), (account) => `account = ${account}`);
  add(filter.address && requireNetwork(filter.address), (network) => `address <<= ${network}::inet`);
  add(filter.from && requireMoment("from", filter.from), (moment) => `at >= ${moment}::timestamptz`);
  add(filter.to && requireMoment("to", filter.to), (moment) => `at < ${moment}::timestamptz`);
  add(about?.person, (person) => `(person_id = ${person}::uuid OR account = $${values.length + 1})`);
  if (about !== undefined) values.push(withoutSecrets(about.account));
  return { where: conditions.join(" AND "), values };
}

const likePart = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

function requireUuid(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text;
  throw new KhojError("invalid", `person: ${text} is no id; give one from the list of users`);
}

function requireNetwork(text: string): string {
  if (ipaddr.isValid(text)) return ipaddr.process(text).toString();
  if (ipaddr.isValidCIDR(text)) return text;
  throw new KhojError(
    "invalid",
    `address: ${text} is no address and no network; give one such as 192.0.2.7 or 192.0.2.0/24`,
  );
}

function requireMoment(name: string, text: string): string {
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new KhojError("invalid", `${name}: ${text} is no date; give one such as 2026-11-24`);
}
