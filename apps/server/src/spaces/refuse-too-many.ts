import { conflict } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { countSpacesOf } from "./space-store.ts";

/** Each request of somebody's reads all their spaces, and others put people into theirs without asking them. */
const mostSpaces = 500;

export async function refuseTooMany(sql: Sql, { id, email }: { readonly id: string; readonly email: string }) {
  if ((await countSpacesOf(sql, id)) >= mostSpaces)
    throw conflict(`${email} is in ${mostSpaces} spaces, the most there may be; they have to leave one first`);
}
