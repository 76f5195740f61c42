import type { AccountKey } from "@khoj/contract";

type Scope = AccountKey["scopes"][number];

/** What a key may do, as people say it. */
export const scopeNames: Readonly<Record<Scope, { readonly short: string; readonly long: string }>> = {
  read: { short: "read", long: "Read: search and open notes" },
  write: { short: "write", long: "Write: add, change and delete notes" },
  chat: { short: "ask", long: "Ask: questions and chats" },
  automate: { short: "automate", long: "Automate: let things run by themselves" },
  admin: { short: "administer", long: "Administer: everything the panel does" },
};
