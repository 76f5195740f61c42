import type { Accounts } from "../accounts/index.ts";
import { googleIssuer } from "../config.ts";
import type { MailRoom } from "../mail/index.ts";
import type { ExportOf } from "../platform/export-part.ts";
import type { Logger } from "../platform/log.ts";
import type { Room } from "../platform/room.ts";
import type { SignInDeps } from "../signin/index.ts";
import { clientRoutes } from "./clients/routes.ts";
import { eventRoutes } from "./events/routes.ts";
import { keyRoutes } from "./keys/routes.ts";
import { limitRoutes } from "./limits/routes.ts";
import { mailRoutes } from "./mail/routes.ts";
import { methodRoutes } from "./methods/routes.ts";
import { sessionRoutes } from "./sessions/routes.ts";
import { settingRoutes } from "./settings/routes.ts";
import { spaceRoutes } from "./spaces/routes.ts";
import { userRoutes } from "./users/routes.ts";

export interface AdminDeps extends SignInDeps {
  readonly accounts: Accounts;
  readonly mail: MailRoom;
  readonly log: Logger;
  readonly exportOf: ExportOf;
}

/** The panel's routes; where nobody signs in this room does not exist. */
export function openAdmin(deps: AdminDeps): Room {
  const { access, accounts, database, events } = deps;
  const { changeMany } = accounts;
  const keys = { database, events, changeMany, environment: access.environment };
  const routes = [
    ...userRoutes({ ...deps, googleIssuer: access.google?.issuer ?? googleIssuer }),
    ...sessionRoutes(deps),
    ...keyRoutes(keys),
    ...clientRoutes(keys),
    ...spaceRoutes(deps),
    ...methodRoutes(deps),
    ...mailRoutes(deps),
    ...settingRoutes(deps),
    ...limitRoutes(deps),
    ...eventRoutes(deps),
  ];
  return { name: "admin", routes };
}
