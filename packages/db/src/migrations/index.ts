import type { Migration } from "../migration.ts";
import { foundation } from "./0001-foundation.ts";
import { sources } from "./0002-sources.ts";
import { chat } from "./0003-chat.ts";
import { keptNames } from "./0004-kept-names.ts";
import { accounts } from "./0005-accounts.ts";
import { meaning } from "./0006-meaning.ts";

/** The schema's history, in order. A new migration is a file of its own and one more line here. */
export const migrations: readonly Migration[] = [foundation, sources, chat, keptNames, accounts, meaning];
