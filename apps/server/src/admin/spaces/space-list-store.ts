import type { Sql } from "@khoj/db";

export interface ListedSpace {
  readonly id: string;
  readonly name: string;
  readonly kind: "personal" | "shared";
  readonly owner: string;
  readonly members: number;
  readonly made_at: Date;
}

const fitting = `FROM spaces space JOIN people owner ON owner.id = space.owner_id
  WHERE ($1 = '' OR strpos(lower(space.name), $1) > 0 OR strpos(owner.email, $1) > 0 OR space.id::text = $1)
    AND ($2::text IS NULL OR space.kind = $2) AND owner.username <> 'default'`;

/** Shared ones first. */
export async function selectSpacePage(
  sql: Sql,
  { words, kind }: { readonly words: string; readonly kind: string | undefined },
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<ListedSpace[]> {
  return sql.query<ListedSpace>(
    `SELECT page.*, (SELECT count(*)::int FROM memberships WHERE space_id = page.id) AS members
     FROM (SELECT space.id, space.name, space.kind, owner.email AS owner, space.created_at AS made_at ${fitting}
       ORDER BY space.kind DESC, space.created_at DESC, space.id LIMIT $3 OFFSET $4) page`,
    [words, kind ?? null, limit, offset],
  );
}

export async function countSpaces(
  sql: Sql,
  { words, kind }: { readonly words: string; readonly kind: string | undefined },
): Promise<number> {
  const [row] = await sql.query<{ count: number }>(`SELECT count(*)::int AS count ${fitting}`, [words, kind ?? null]);
  return row?.count ?? 0;
}
