import type { Database } from "@khoj/db";
import type { Accounts } from "../../accounts/index.ts";
import type { Events } from "../../audit/index.ts";
import type { WhoAsks } from "../../platform/actor.ts";
import type { Logger } from "../../platform/log.ts";
import type { Secrets } from "../../platform/secrets/secrets.ts";

export interface ActDeps {
  readonly database: Database;
  readonly accounts: Pick<Accounts, "changeMany">;
  readonly events: Events;
  readonly secrets: Secrets;
  readonly log: Logger;
}

/** The administrator who acts, from where, and the address they see: links begin with it. */
export interface ActingAdmin extends WhoAsks {
  readonly origin: string;
}
