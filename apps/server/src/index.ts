/** What the command line needs of the server besides `serve`, without loading it. */
export { type ClientConfig, exitCodes, readOwnClientConfig, version } from "./config.ts";
export { findRunningServer } from "./platform/run-lock.ts";
