import { account } from "./differences/account.ts";
import { agents } from "./differences/agents.ts";
import { automations } from "./differences/automations.ts";
import { chat } from "./differences/chat.ts";
import { content } from "./differences/content.ts";
import { crossCutting } from "./differences/cross-cutting.ts";
import { pages } from "./differences/pages.ts";
import { search } from "./differences/search.ts";
import type { Differences } from "./differences.ts";

/** Every step of the kit in which we answer otherwise, by the section it belongs to. */
export const differences: Differences = {
  ...crossCutting,
  ...content,
  ...search,
  ...account,
  ...chat,
  ...agents,
  ...automations,
  ...pages,
};
