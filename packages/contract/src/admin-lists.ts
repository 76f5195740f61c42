import { z } from "zod";
import { AccountKey, SignedInDevice } from "./own-account.ts";
import { queryEnum, queryInt } from "./query.ts";

const Moment = z.string();
const page = queryInt({ min: 1, max: 1_000_000 }).default(1);
const words = z.string().max(320).optional();
/** Which page of how many; `total` counts what fits the filter. */
const Paged = { total: z.int(), page: z.int(), pages: z.int() };

/** `GET /api/admin/sessions`: living ones, the one used last first. `q`: part of an address, or a network's beginning. */
export const AdminSessionsQuery = z.object({ q: words, page });
export type AdminSessionsQuery = z.output<typeof AdminSessionsQuery>;
export const AdminSession = SignedInDevice.extend({ user: z.string(), email: z.string() });
export type AdminSession = z.output<typeof AdminSession>;
export const AdminSessions = z.object({ sessions: z.array(AdminSession), ...Paged });
export type AdminSessions = z.output<typeof AdminSessions>;

/** `GET /api/admin/keys`: the newest first; revoked ones for 30 days. `q`: part of an address, a name, or what is shown of the key. */
export const AdminKeysQuery = z.object({
  q: words,
  state: queryEnum(["active", "expired", "suspended", "revoked", "canary"]).optional(),
  page,
});
export type AdminKeysQuery = z.output<typeof AdminKeysQuery>;
export const AdminKey = AccountKey.extend({ user: z.string(), email: z.string() });
export type AdminKey = z.output<typeof AdminKey>;
export const AdminKeys = z.object({ keys: z.array(AdminKey), ...Paged });
export type AdminKeys = z.output<typeof AdminKeys>;

/** `GET /api/admin/spaces`: facts about every space, none of its notes. */
export const AdminSpacesQuery = z.object({ q: words, kind: queryEnum(["personal", "shared"]).optional(), page });
export type AdminSpacesQuery = z.output<typeof AdminSpacesQuery>;
export const AdminSpace = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["personal", "shared"]),
  owner: z.string(),
  members: z.int(),
  documents: z.int(),
  made_at: Moment,
});
export type AdminSpace = z.output<typeof AdminSpace>;
export const AdminSpaces = z.object({ spaces: z.array(AdminSpace), ...Paged });
export type AdminSpaces = z.output<typeof AdminSpaces>;

/** `GET /api/admin/events`, the newest first; JSON lines at `/api/admin/events/export` with the same filter. */
export const EventsFilter = z.object({
  q: words,
  kind: z.string().max(100).optional(),
  outcome: queryEnum(["done", "refused", "failed", "noticed"]).optional(),
  person: z.string().max(100).optional(),
  account: z.string().max(320).optional(),
  address: z.string().max(100).optional(),
  from: z.string().max(40).optional(),
  to: z.string().max(40).optional(),
});
export const EventsQuery = EventsFilter.extend({ page, before: queryInt({ min: 1 }).optional() });
export const FailedSignInsQuery = z.object({ days: queryInt({ min: 1, max: 366 }).default(30) });
