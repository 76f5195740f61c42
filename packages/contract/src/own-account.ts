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

/** `GET /api/spaces`. */
export const Space = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["personal", "shared"]),
  role: z.enum(["owner", "editor", "reader"]),
  owner: z.string(),
  members: z.int(),
  documents: z.int(),
  made_at: Moment,
});
export type Space = z.output<typeof Space>;
export const Spaces = z.object({ spaces: z.array(Space) });
/** `GET /api/spaces/{id}/members`. */
export const SpaceMember = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role: z.enum(["owner", "editor", "reader"]),
});
export const SpaceMembers = z.object({ members: z.array(SpaceMember) });
export type SpaceMembers = z.output<typeof SpaceMembers>;

/** `POST /api/spaces`, and `PATCH /api/spaces/{id}`. */
export const SpaceName = z.object({ name: z.string().trim().min(1).max(100) });
/** `user` is a person's id or mail address. */
export const MemberParams = z.object({ id: z.uuid(), user: z.string().min(1).max(320) });
export const SetMember = z.object({ role: z.enum(["owner", "editor", "reader"]) });

/** `POST /api/spaces/move` and `/api/spaces/copy`: one outcome for each name. */
export const TransferFiles = z.object({
  file_names: z.array(z.string()).min(1).max(1000),
  from: z.uuid(),
  to: z.uuid(),
});
export const TransferOutcome = z.object({
  files: z.array(z.object({ file_name: z.string(), done: z.boolean(), reason: z.string().nullable() })),
});
export type TransferOutcome = z.output<typeof TransferOutcome>;
