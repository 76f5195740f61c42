import { z } from "zod";

const Moment = z.string();
export const roles = ["user", "admin"] as const;
export const keyScopes = ["read", "write", "chat", "automate", "admin"] as const;
export const KeyScope = z.enum(keyScopes);

/** `GET /api/account/profile`, and what PATCH answers. */
export const Profile = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role: z.enum(roles),
  made_at: Moment,
  /** Whether a factor was given within the last minutes. */
  elevated: z.boolean(),
  /** For administrators: what is missing before the panel opens. */
  admin_needs: z.string().nullable(),
  /** May the panel be opened from this session and network. */
  may_administer: z.boolean(),
});
export type Profile = z.output<typeof Profile>;

/** `GET /api/account/devices`: where the person is signed in. */
export const SignedInDevice = z.object({
  id: z.string(),
  current: z.boolean(),
  agent: z.string().nullable(),
  address: z.string().nullable(),
  methods: z.array(z.string()),
  strong: z.boolean(),
  made_at: Moment,
  used_at: Moment,
  expires_at: Moment,
});
export const SignedInDevices = z.object({ devices: z.array(SignedInDevice) });
export type SignedInDevices = z.output<typeof SignedInDevices>;

/** `GET /api/account/keys`. The key itself is shown once, when it is made. */
export const AccountKey = z.object({
  id: z.string(),
  name: z.string(),
  shown: z.string(),
  scopes: z.array(KeyScope),
  /** Ids of the only spaces it opens; null: all of the person's. */
  spaces: z.array(z.string()).nullable(),
  environment: z.enum(["production", "development"]),
  networks: z.array(z.string()).nullable(),
  canary: z.boolean(),
  made_at: Moment,
  expires_at: Moment,
  used_at: Moment.nullable(),
  used_from: z.string().nullable(),
  used_by: z.string().nullable(),
  state: z.enum(["active", "expiring", "expired", "suspended", "revoked"]),
  reason: z.string().nullable(),
});
export type AccountKey = z.output<typeof AccountKey>;
export const AccountKeys = z.object({ keys: z.array(AccountKey) });

/** `POST /api/account/keys`. */
export const NewKey = z.object({
  name: z.string().min(1).max(100).optional(),
  scopes: z.array(KeyScope).min(1).optional(),
  spaces: z.array(z.string()).nullable().optional(),
  environment: z.enum(["production", "development"]).optional(),
  networks: z.array(z.string()).nullable().optional(),
  expires_in_days: z.int().min(1).max(365).optional(),
  canary: z.boolean().optional(),
});
export type NewKey = z.output<typeof NewKey>;
export const MadeKey = AccountKey.extend({ key: z.string() });
export type MadeKey = z.output<typeof MadeKey>;
