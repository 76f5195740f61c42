import { notFound } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { Events } from "../../audit/index.ts";
import { listChatModels } from "../chat/chat-model-store.ts";
import type { Doer } from "../providers/change-providers.ts";
import { removeGguf } from "./add-gguf.ts";

/** By its number among the models that answer: it answers no more, and its file goes. */
export async function removeLocalModel(
  deps: { readonly events: Events; readonly models: string },
  sql: Sql,
  who: Doer,
  id: number,
): Promise<void> {
  const row = (await listChatModels(sql)).find((model) => model.id === id && model.kind === "local");
  if (row === undefined || !(await removeGguf(deps, sql, who, row.model)))
    throw notFound("model of this machine", String(id));
}
