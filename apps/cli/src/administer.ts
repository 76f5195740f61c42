import { type AdministerConfig, readOwnAdministerConfig } from "@khoj/server";
import type * as Server from "@khoj/server/administer";
import type { Output } from "./output.ts";

/** What an administrative command is given: the server's own functions, which are loaded only for it. */
export interface Administering {
  readonly output: Output;
  /** For what needs the data directory alone. */
  withoutDatabase<Result>(work: (server: typeof Server, config: AdministerConfig) => Promise<Result>): Promise<Result>;
  run<Result>(work: (server: typeof Server, administration: Server.Administration) => Promise<Result>): Promise<Result>;
}

export function administering(output: Output, data: () => string | undefined): Administering {
  return {
    output,
    async withoutDatabase(work) {
      return work(await import("@khoj/server/administer"), readOwnAdministerConfig(data()));
    },
    async run(work) {
      const server = await import("@khoj/server/administer");
      const config = readOwnAdministerConfig(data());
      return server.withAdministration(config, output.note, (administration) => work(server, administration));
    },
  };
}
