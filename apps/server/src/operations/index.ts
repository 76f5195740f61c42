/** How the instance is: health, who I am, settings, and what `khoj status` shows. */
import type { Config } from "../config.ts";
import type { Room } from "../platform/room.ts";
import { routes } from "./routes.ts";

export interface OperationsDeps {
  readonly config: Config;
}

export const openOperations = (deps: OperationsDeps): Room => ({ name: "operations", routes: routes(deps) });
