import { z } from "zod";
import { SignInMethod } from "./sign-in.ts";

const Moment = z.string();
export const ClientApplication = z.object({
  id: z.string(),
  name: z.string(),
  client_id: z.string(),
  scopes: z.array(z.string()),
  made_at: Moment,
  used_at: Moment.nullable(),
});
export type ClientApplication = z.output<typeof ClientApplication>;
/** `POST /api/admin/clients`. Never `admin`: a program that speaks for many people administers for none of them. */
export const NewClient = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(["read", "write", "chat", "automate"])).min(1),
});
export const ClientApplications = z.object({ clients: z.array(ClientApplication) });
/** Shown once, when it is made. */
export const MadeClient = ClientApplication.extend({ client_secret: z.string() });
export type MadeClient = z.output<typeof MadeClient>;

/** `GET /api/admin/methods`: every way in, on or off. Secrets are never answered, only whether one is set. */
export const AdminMethod = z.object({
  method: SignInMethod,
  /** As an administrator switched it. */
  on: z.boolean(),
  /** Whether everything it needs is there; `problem` says what is not. */
  ready: z.boolean(),
  problem: z.string().nullable(),
  /** `environment`: its settings are variables, and not to be changed here. */
  set_by: z.enum(["environment", "panel", "built-in"]),
  /** How many people have it, and how many active ones would have no way left were it off. */
  users: z.int(),
  stranded: z.int(),
  /** What to paste at the provider: the origin and the redirect address. */
  origin: z.string().nullable(),
  redirect_uri: z.string().nullable(),
  issuer: z.string().nullable(),
  client_id: z.string().nullable(),
  secret_set: z.boolean(),
  roles: z.string().nullable(),
});
export type AdminMethod = z.output<typeof AdminMethod>;
export const AdminMethods = z.object({ methods: z.array(AdminMethod) });
export type AdminMethods = z.output<typeof AdminMethods>;
/** `PATCH /api/admin/methods/{method}`: what is left out stays. */
export const MethodChange = z.object({
  on: z.boolean().optional(),
  issuer: z.url().max(500).optional(),
  client_id: z.string().trim().min(1).max(500).optional(),
  client_secret: z.string().trim().min(1).max(1000).optional(),
  /** `groups=khoj-admins`: which claim makes an administrator; empty: none does. */
  roles: z.string().trim().max(500).optional(),
});
export type MethodChange = z.output<typeof MethodChange>;
/** `POST /api/admin/methods/oidc/dry-run`: what would happen, were somebody to come with these claims. */
export const OidcDryRun = z.object({ claims: z.record(z.string(), z.unknown()) });
export const OidcDryRunAnswer = z.object({
  what: z.array(z.string()),
  signs_in: z.boolean(),
  role: z.enum(["admin", "user"]).nullable(),
});
export type OidcDryRunAnswer = z.output<typeof OidcDryRunAnswer>;

/** What a test button answers: each step with its outcome, in words. */
export const TestReport = z.object({
  ok: z.boolean(),
  steps: z.array(z.object({ step: z.string(), ok: z.boolean(), message: z.string() })),
});
export type TestReport = z.output<typeof TestReport>;

/** `GET /api/admin/mail`. */
export const MailSettings = z.object({
  way: z.enum(["smtp", "resend"]).nullable(),
  from: z.string().nullable(),
  /** The server without its password. */
  server: z.string().nullable(),
  set_by: z.enum(["environment", "panel"]).nullable(),
});

export type MailSettings = z.output<typeof MailSettings>;
/** `PUT /api/admin/mail`. A secret that is left out stays as it is. */
export const MailSettingsChange = z.object({
  way: z.enum(["smtp", "resend"]).nullable(),
  from: z.string().trim().max(320).nullish(),
  /** `smtps://user:password@mail.example.org` */
  smtp_url: z.string().trim().min(1).max(1000).optional(),
  resend_key: z.string().trim().min(1).max(500).optional(),
});
export type MailSettingsChange = z.output<typeof MailSettingsChange>;
/** `POST /api/admin/mail/test`: one mail, and how each step of it went. */
export const MailTest = z.object({ to: z.string().min(1).max(320) });

/** `GET/PATCH /api/admin/settings`. */
export const InstanceSettings = z.object({
  sign_up: z.enum(["closed", "invite", "domains", "open"]),
  sign_up_domains: z.array(z.string()),
  sign_up_set_by: z.enum(["environment", "panel"]),
  session_idle_days: z.number().min(0.01).max(365),
  session_absolute_days: z.number().min(0.01).max(730),
  elevation_minutes: z.number().min(1).max(60),
});
export type InstanceSettings = z.output<typeof InstanceSettings>;
export const InstanceSettingsChange = InstanceSettings.omit({ sign_up_set_by: true }).partial();
export type InstanceSettingsChange = z.output<typeof InstanceSettingsChange>;

/** One event, of `GET /api/admin/events` and of each line of the export. */
export const AuditEvent = z.object({
  seq: z.int(),
  at: Moment,
  kind: z.string(),
  outcome: z.enum(["done", "refused", "failed", "noticed"]),
  person: z.string().nullable(),
  account: z.string().nullable(),
  via: z.string(),
  credential: z.string().nullable(),
  target_kind: z.string().nullable(),
  target: z.string().nullable(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  request_id: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
});
export type AuditEvent = z.output<typeof AuditEvent>;
export const AuditEvents = z.object({ events: z.array(AuditEvent), total: z.int(), page: z.int(), pages: z.int() });
export type AuditEvents = z.output<typeof AuditEvents>;
/** `GET /api/admin/events/failed-sign-ins?days=`: for the chart. */
export const FailedSignIns = z.object({
  days: z.array(z.object({ day: z.string(), failed: z.int() })),
  by_account: z.array(z.object({ account: z.string(), failed: z.int() })),
  by_network: z.array(z.object({ network: z.string(), failed: z.int() })),
});
export type FailedSignIns = z.output<typeof FailedSignIns>;

/** `GET /api/admin/limits`: each rule, what it guards, and who is at it now. */
export const LimitsShown = z.object({
  rules: z.array(
    z.object({
      name: z.string(),
      what: z.string(),
      most: z.int(),
      seconds: z.int(),
      /** The subject as it is kept: a network, or a hash of what names somebody. */
      reached: z.array(z.object({ subject: z.string(), taken: z.int(), until: Moment })),
    }),
  ),
});
export type LimitsShown = z.output<typeof LimitsShown>;
/** `POST /api/admin/limits/clear`: lets somebody try again now. */
export const ClearLimit = z.object({ name: z.string().max(100), subject: z.string().max(500) });
