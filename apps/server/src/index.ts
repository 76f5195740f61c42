/** What the command line needs of the server besides `serve`, without loading it. */
export {
  type AdministerConfig,
  type ClientConfig,
  environmentOfHelper,
  exitCodes,
  type FlagFacts,
  flags,
  readOwnAdministerConfig,
  readOwnClientConfig,
  version,
} from "./config.ts";
export { findRunningServer } from "./platform/run-lock.ts";
