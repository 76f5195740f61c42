import { z } from "zod";
import { roles } from "./own-account.ts";
import { queryEnum, queryInt } from "./query.ts";

export const personStates = ["unverified", "invited", "active", "suspended"] as const;
export type PersonStateName = (typeof personStates)[number];
export const factorKinds = ["passkey", "totp", "password", "google", "oidc"] as const;
export type FactorKind = (typeof factorKinds)[number];

/** `GET /api/admin/users`: people, filtered, sorted and paged by the server. */
export const AdminUsersQuery = z.object({
  /** Part of a mail address, a name or a phone number, any case; or a whole id. */
  q: z.string().max(320).optional(),
  state: queryEnum(personStates).optional(),
  role: queryEnum(roles).optional(),
  /** Those who have it; `none`: no second factor. */
  factor: queryEnum([...factorKinds, "none"]).optional(),
  joined: queryEnum(["day", "week", "month", "year"]).optional(),
  /** Seen within that time; `quiet`: not within 90 days; `never`. */
  seen: queryEnum(["day", "week", "month", "quiet", "never"]).optional(),
  sort: queryEnum(["email", "name", "joined", "seen"]).default("joined"),
  order: queryEnum(["asc", "desc"]).default("desc"),
  page: queryInt({ min: 1, max: 1_000_000 }).default(1),
});
export type AdminUsersQuery = z.output<typeof AdminUsersQuery>;

const Moment = z.string();
export const AdminUser = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  role: z.enum(roles),
  state: z.enum(personStates),
  /** Whether the address was proved by a link. */
  verified: z.boolean(),
  factors: z.array(z.enum(factorKinds)),
  sessions: z.int(),
  keys: z.int(),
  /** Documents of their own space. */
  documents: z.int(),
  joined_at: Moment,
  seen_at: Moment.nullable(),
  /** Whoever asks: some acts are not for oneself. */
  oneself: z.boolean(),
});
export type AdminUser = z.output<typeof AdminUser>;
export const AdminUsers = z.object({ users: z.array(AdminUser), total: z.int(), page: z.int(), pages: z.int() });
export type AdminUsers = z.output<typeof AdminUsers>;

/** `GET /api/admin/requests`: who asked to come in and waits, the one who asked first on top. */
export const AdminRequests = z.object({
  requests: z.array(z.object({ id: z.string(), email: z.string(), asked_at: Moment, ends_at: Moment })),
  /** How many may wait at once. */
  most: z.int(),
});
export type AdminRequests = z.output<typeof AdminRequests>;

export const userActions = [
  "login-link",
  "invite",
  "approve",
  "deactivate",
  "activate",
  "make-admin",
  "make-user",
  "reset-factors",
  "sign-out",
  "delete",
] as const;
export type UserActionName = (typeof userActions)[number];
/** Those that need a factor given within the last minutes. */
export const dangerousUserActions: readonly UserActionName[] = [
  "login-link",
  "invite",
  "make-admin",
  "make-user",
  "reset-factors",
  "delete",
];

/** `POST /api/admin/users/actions`: one act on many; what happened to each is answered, and one that fails stops no other. */
export const UserAction = z.object({ action: z.enum(userActions), users: z.array(z.uuid()).min(1).max(200) });
export const UserActionOutcomes = z.object({
  outcomes: z.array(
    z.object({
      user: z.string(),
      /** Null when there is no such person. */
      email: z.string().nullable(),
      done: z.boolean(),
      /** The sign-in or invitation address, to be copied and handed over. */
      link: z.string().nullable(),
      /** What happened, or why nothing did, in a sentence. */
      message: z.string(),
    }),
  ),
});
export type UserActionOutcomes = z.output<typeof UserActionOutcomes>;

/** `POST /api/admin/users`: lets somebody in by a link that is handed over; no mail is needed. */
export const NewUser = z.object({ email: z.string().min(1).max(320), role: z.enum(roles).default("user") });
export const MadeUser = z.object({ user: z.string(), email: z.string(), link: z.string().nullable() });
export type MadeUser = z.output<typeof MadeUser>;
