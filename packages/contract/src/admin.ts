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

/** `GET /api/admin/methods`. */
export const AdminMethod = z.object({
  method: SignInMethod,
  on: z.boolean(),
  /** Whether everything it needs is set; `problem` says what is not. */
  ready: z.boolean(),
  problem: z.string().nullable(),
  /** `environment`: set by variables, and not to be changed here. */
  set_by: z.enum(["environment", "panel", "built-in"]),
  /** How many people could still come in by another way were it off. */
  people: z.int(),
  /** What to paste at the provider: the origin and the redirect address. */
  origin: z.string().nullable(),
  redirect_uri: z.string().nullable(),
  settings: z.record(z.string(), z.string()),
});
export const AdminMethods = z.object({ methods: z.array(AdminMethod) });
export type AdminMethods = z.output<typeof AdminMethods>;

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

/** `GET/PATCH /api/admin/settings`. */
export const InstanceSettings = z.object({
  sign_up: z.enum(["closed", "invite", "domains", "open"]),
  sign_up_domains: z.array(z.string()),
  sign_up_set_by: z.enum(["environment", "panel"]),
  session_idle_days: z.number().min(0.01).max(365),
  session_absolute_days: z.number().min(0.01).max(730),
  elevation_minutes: z.number().min(1).max(60),
  second_factor_for_all: z.boolean(),
});
export type InstanceSettings = z.output<typeof InstanceSettings>;

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

/** `GET /api/admin/limits`: each rule, what counts towards it, and who is at it now. */
export const LimitsShown = z.object({
  rules: z.array(
    z.object({
      name: z.string(),
      what: z.string(),
      most: z.int(),
      seconds: z.int(),
      reached: z.array(z.object({ subject: z.string(), taken: z.int(), until: Moment })),
    }),
  ),
});
