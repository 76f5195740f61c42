/** The server as a program: what the command line starts. */
export { exitCodes, serve } from "./serve.ts";
