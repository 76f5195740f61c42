import type { Database } from "@khoj/db";
import type { Identify } from "../platform/http/pipeline.ts";
import { ensureAnonymousPerson } from "./ensure-anonymous-person.ts";

export interface Accounts {
  /** Who a request comes from; the one way an Actor comes to be. */
  readonly identify: Identify;
}

/**
 * Anonymous mode: every request is the one person's, whatever key it carries (upstream's clients send empty, wrong and
 * `nil` ones). A client application, named by `client_id`, is somebody else, and unknown here.
 */
export async function openAccounts(database: Database): Promise<Accounts> {
  const person = await ensureAnonymousPerson(database);
  return { identify: async ({ query }) => (query.client_id ? undefined : person) };
}
