import type { AccountKey } from "@khoj/contract";

type Scope = AccountKey["scopes"][number];

/** What a key may do, as people say it. */
export const scopeNames: Readonly<Record<Scope, { readonly short: string; readonly long: string }>> = {
  read: { short: "read", long: "Read: search and open notes" },
  write: { short: "write", long: "Write: add, change and delete notes" },
  chat: { short: "ask", long: "Ask: questions and chats" },
  automate: { short: "automate", long: "Automate: run and change automations" },
  admin: { short: "administer", long: "Administer: everything the panel does" },
};

/** `read, ask`: in the words above, also of scopes this page does not know yet. */
export const describeScopes = (scopes: readonly string[]): string =>
  scopes.map((scope) => (scope in scopeNames ? scopeNames[scope as Scope].short : scope)).join(", ");
