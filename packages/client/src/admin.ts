import type {
  AdminKeys,
  AdminMethod,
  AdminMethods,
  AdminRequests,
  AdminSessions,
  AdminSpaces,
  AdminUsers,
  AuditEvents,
  ClientApplication,
  FailedSignIns,
  InstanceSettings,
  InstanceSettingsChange,
  LimitsShown,
  MadeClient,
  MadeUser,
  MailSettings,
  MailSettingsChange,
  MethodChange,
  OidcDryRunAnswer,
  SignInMethod,
  TestReport,
  UserActionName,
  UserActionOutcomes,
} from "@khoj/contract";
import { ask, send } from "./connection.ts";
import { connect, type KhojClientOptions } from "./khoj-client.ts";

/** Parameters of a list: what is undefined or empty is left out. */
export type ListQuery = Readonly<Record<string, string | undefined>>;

/** What administrators do; had by itself, so that the page for everybody does not carry it. */
export interface AdminClient {
  users(query: ListQuery, signal?: AbortSignal): Promise<AdminUsers>;
  requests(signal?: AbortSignal): Promise<AdminRequests>;
  addUser(user: { readonly email: string; readonly role: "user" | "admin" }): Promise<MadeUser>;
  actOnUsers(action: UserActionName, users: readonly string[]): Promise<UserActionOutcomes>;
  /** Everything that is theirs, as a ZIP archive. */
  exportUser(id: string): Promise<Blob>;
  sessions(query: ListQuery, signal?: AbortSignal): Promise<AdminSessions>;
  endSession(id: string): Promise<void>;
  keys(query: ListQuery, signal?: AbortSignal): Promise<AdminKeys>;
  revokeKey(id: string): Promise<void>;
  resumeKey(id: string): Promise<void>;
  clients(signal?: AbortSignal): Promise<readonly ClientApplication[]>;
  makeClient(client: { readonly name: string; readonly scopes: readonly string[] }): Promise<MadeClient>;
  rotateClient(id: string): Promise<MadeClient>;
  revokeClient(id: string): Promise<void>;
  spaces(query: ListQuery, signal?: AbortSignal): Promise<AdminSpaces>;
  methods(signal?: AbortSignal): Promise<readonly AdminMethod[]>;
  changeMethod(method: SignInMethod, change: MethodChange): Promise<void>;
  testMethod(method: SignInMethod): Promise<TestReport>;
  /** What would happen if somebody came from the OpenID provider with these claims. */
  tryClaims(claims: Readonly<Record<string, unknown>>): Promise<OidcDryRunAnswer>;
  mail(signal?: AbortSignal): Promise<MailSettings>;
  changeMail(change: MailSettingsChange): Promise<void>;
  testMail(to: string): Promise<TestReport>;
  settings(signal?: AbortSignal): Promise<InstanceSettings>;
  changeSettings(change: InstanceSettingsChange): Promise<void>;
  limits(signal?: AbortSignal): Promise<LimitsShown>;
  clearLimit(name: string, subject: string): Promise<void>;
  events(query: ListQuery, signal?: AbortSignal): Promise<AuditEvents>;
  /** JSON lines, one an event. */
  exportEvents(query: ListQuery): Promise<Blob>;
  failedSignIns(days: number, signal?: AbortSignal): Promise<FailedSignIns>;
}

export function adminClient(options: KhojClientOptions): AdminClient {
  const connection = connect(options);
  const list =
    <Answer>(path: string) =>
    (query: ListQuery, signal?: AbortSignal) =>
      ask<Answer>(connection, path, { query: withoutEmpty(query), signal });
  const get =
    <Answer>(path: string) =>
    (signal?: AbortSignal) =>
      ask<Answer>(connection, path, { signal });
  const post = <Answer>(path: string, json: unknown) => ask<Answer>(connection, path, { method: "POST", json });
  const alter = async (method: "PATCH" | "PUT", path: string, json: unknown): Promise<void> => {
    await send(connection, path, { method, json });
  };
  const remove = async (path: string): Promise<void> => {
    await send(connection, path, { method: "DELETE" });
  };
  return {
    users: list("/api/admin/users"),
    requests: get("/api/admin/requests"),
    addUser: (user) => post("/api/admin/users", user),
    actOnUsers: (action, users) => post("/api/admin/users/actions", { action, users }),
    exportUser: async (id) => (await send(connection, `/api/admin/users/${id}/export`)).blob(),
    sessions: list("/api/admin/sessions"),
    endSession: (id) => remove(`/api/admin/sessions/${id}`),
    keys: list("/api/admin/keys"),
    revokeKey: (id) => remove(`/api/admin/keys/${id}`),
    resumeKey: (id) => post(`/api/admin/keys/${id}/resume`, {}),
    clients: async (signal) =>
      (await get<{ clients: readonly ClientApplication[] }>("/api/admin/clients")(signal)).clients,
    makeClient: (client) => post("/api/admin/clients", client),
    rotateClient: (id) => post(`/api/admin/clients/${id}/rotate`, {}),
    revokeClient: (id) => remove(`/api/admin/clients/${id}`),
    spaces: list("/api/admin/spaces"),
    methods: async (signal) => (await get<AdminMethods>("/api/admin/methods")(signal)).methods,
    changeMethod: (method, change) => alter("PATCH", `/api/admin/methods/${method}`, change),
    testMethod: (method) => post(`/api/admin/methods/${method}/test`, {}),
    tryClaims: (claims) => post("/api/admin/methods/oidc/dry-run", { claims }),
    mail: get("/api/admin/mail"),
    changeMail: (change) => alter("PUT", "/api/admin/mail", change),
    testMail: (to) => post("/api/admin/mail/test", { to }),
    settings: get("/api/admin/settings"),
    changeSettings: (change) => alter("PATCH", "/api/admin/settings", change),
    limits: get("/api/admin/limits"),
    clearLimit: (name, subject) => post("/api/admin/limits/clear", { name, subject }),
    events: list("/api/admin/events"),
    exportEvents: async (query) =>
      (await send(connection, "/api/admin/events/export", { query: withoutEmpty(query) })).blob(),
    failedSignIns: (days, signal) => ask(connection, "/api/admin/events/failed-sign-ins", { query: { days }, signal }),
  };
}

const withoutEmpty = (query: ListQuery): ListQuery =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ""));
