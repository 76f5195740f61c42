import type { Database } from "@khoj/db";
import type { Accounts } from "../accounts/index.ts";
import type { Events } from "../audit/index.ts";
import type { AccessConfig } from "../config.ts";
import type { Mailer } from "../mail/index.ts";
import type { Limits } from "../platform/limits/limits.ts";
import type { Secrets } from "../platform/secrets/secrets.ts";

export interface SignInDeps {
  readonly database: Database;
  readonly accounts: Pick<Accounts, "instance" | "change" | "changeMany" | "sessionTimes">;
  readonly events: Events;
  readonly limits: Limits;
  readonly secrets: Secrets;
  readonly mailer: Mailer;
  /** What the environment says; what it does not, an administrator may set (instance_settings). */
  readonly access: AccessConfig;
  /**
   * Where links in mails begin: `KHOJ_DOMAIN`, else `http://localhost:PORT` of a server that only this computer reaches.
   * Undefined: nobody told us our name, so no link is mailed. Never what a request calls us.
   */
  linkOrigin(): string | undefined;
  /** `KHOJ_DOMAIN` with its scheme: where passkeys belong and providers send people back to. */
  readonly publicOrigin: string | undefined;
}
