import type { Sql } from "@khoj/db";
import { hashToken } from "../../platform/secrets/token.ts";

/** Takes a provider's token once; it is remembered for longer than it can hold. */
export async function spendToken(sql: Sql, token: string): Promise<boolean> {
  const spent = await sql.execute(
    `INSERT INTO sign_in_flows (token_hash, kind, state, expires_at)
     VALUES ($1, 'spent-token', '{}', now() + interval '1 hour') ON CONFLICT DO NOTHING`,
    [hashToken(`spent ${token}`)],
  );
  return spent === 1;
}
