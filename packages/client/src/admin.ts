import type { AdminRequests, AdminUsers, MadeUser, UserActionName, UserActionOutcomes } from "@khoj/contract";
import { ask } from "./connection.ts";
import { connect, type KhojClientOptions } from "./khoj-client.ts";

/** Parameters of a list: what is undefined or empty is left out. */
export type ListQuery = Readonly<Record<string, string | undefined>>;

/** What administrators do; had by itself, so that the page for everybody does not carry it. */
export interface AdminClient {
  users(query: ListQuery, signal?: AbortSignal): Promise<AdminUsers>;
  requests(signal?: AbortSignal): Promise<AdminRequests>;
  addUser(user: { readonly email: string; readonly role: "user" | "admin" }): Promise<MadeUser>;
  actOnUsers(action: UserActionName, users: readonly string[]): Promise<UserActionOutcomes>;
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
  return {
    users: list("/api/admin/users"),
    requests: get("/api/admin/requests"),
    addUser: (user) => post("/api/admin/users", user),
    actOnUsers: (action, users) => post("/api/admin/users/actions", { action, users }),
  };
}

const withoutEmpty = (query: ListQuery): ListQuery =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ""));
