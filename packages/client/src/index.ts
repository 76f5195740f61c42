/** The server's contract as functions: for the page, the command line and other programs. Browser-safe. */

export type { ContextItem as Reference, Exclusion, Folder } from "@khoj/contract";
export { type AdminClient, adminClient } from "./admin.ts";
export type * from "./answers.ts";
export type { Question } from "./chat.ts";
export type { StatusQuery } from "./content.ts";
export { readEvents } from "./event-stream.ts";
export type { VanishedAnswer } from "./folders.ts";
export { type KhojClient, type KhojClientOptions, khojClient } from "./khoj-client.ts";
export { type ModelAdminClient, modelAdminClient } from "./model-admin.ts";
export type { SearchOptions } from "./search.ts";
export type { TypedFactor } from "./sign-in.ts";
export type { SpaceRole } from "./spaces.ts";
export type { SendForm, UploadFile, UploadOutcome } from "./upload.ts";
