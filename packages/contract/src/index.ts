/** The wire: schemas, types and error codes shared by the server and everything that talks to it. Browser-safe. */
export * from "./account.ts";
export * from "./admin.ts";
export * from "./admin-lists.ts";
export * from "./admin-users.ts";
export * from "./agents.ts";
export * from "./chat.ts";
export * from "./chat-stream.ts";
export * from "./content.ts";
export * from "./default-agent.ts";
export * from "./errors.ts";
export * from "./models.ts";
export * from "./own-account.ts";
export * from "./query.ts";
export * from "./search.ts";
export * from "./sign-in.ts";
export * from "./spaces.ts";
export * from "./status.ts";
