import { accessDifferences } from "./differences/access.ts";
import type { Differences } from "./differences.ts";
import { differences } from "./known-differences.ts";

/** Steps that differ in anonymous mode only: with sign-in a stranger is refused as upstream refuses them, and others are others. */
const onlyAnonymous = new Set([
  "files-noauth",
  "search-noauth",
  "model-noauth",
  "sessions-noauth",
  "history-noauth",
  "chat-noauth",
  "agent-create-noauth",
  "auto-noauth",
  "other-history",
  "other-delete",
  "other-title",
  "other-search",
  "other-agent",
  "other-agent-delete",
  "cid-still",
  "page /search",
  "page /chat",
  "page /chat?conversationId=x",
  "page /settings",
  "admin-user-api",
]);

/** Every step of the kit, run with keys against a server where people sign in, in which we answer otherwise. */
export const signedInDifferences: Differences = {
  ...Object.fromEntries(Object.entries(differences).filter(([id]) => !onlyAnonymous.has(id))),
  ...accessDifferences,
};
