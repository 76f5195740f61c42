import type { Database } from "@khoj/db";
import type { Accounts } from "../accounts/index.ts";
import type { Events } from "../audit/index.ts";
import type { Library } from "../library/index.ts";
import type { Room } from "../platform/room.ts";
import { routes } from "./routes.ts";

export interface SpacesDeps {
  readonly database: Database;
  readonly accounts: Pick<Accounts, "change" | "changeMany">;
  readonly library: Library;
  readonly events: Events;
}

/** Spaces, their members, and the notes moved between them. */
export const openSpaces = (deps: SpacesDeps): Room => ({ name: "spaces", routes: routes(deps) });
