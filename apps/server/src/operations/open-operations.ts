import type { InstanceStatus, ModelSettings, StatusPart } from "@khoj/contract";
import type { Accounts } from "../accounts/index.ts";
import type { Library } from "../library/index.ts";
import type { Actor } from "../platform/actor.ts";
import type { Room } from "../platform/room.ts";
import { notYetRoutes } from "./not-yet-routes.ts";
import { routes } from "./routes.ts";

export interface OperationsDeps {
  readonly accounts: Accounts;
  readonly library: Library;
  readonly instance: Pick<InstanceStatus, "version" | "mode" | "data_directory" | "started_at"> & {
    /** Known once the server listens. */
    addresses(): readonly string[];
  };
  /** What of a person's settings is about models. */
  modelSettings(actor: Actor): Promise<ModelSettings>;
  /** What every room and the ground they stand on say of themselves. */
  parts(): Promise<readonly StatusPart[]>;
}

export const openOperations = (deps: OperationsDeps): Room => ({
  name: "operations",
  routes: [...routes(deps), ...notYetRoutes()],
});
