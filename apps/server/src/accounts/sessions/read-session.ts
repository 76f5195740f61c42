import type { Database } from "@khoj/db";
import type { Actor, Right } from "../../platform/actor.ts";
import type { Credentials, Identity } from "../../platform/http/pipeline.ts";
import { hashToken, isToken } from "../../platform/secrets/token.ts";
import { type SessionRow, selectSession, touchSession } from "./session-store.ts";

const ended: Identity = { why: "Your session has ended; sign in again" };

/** Whoever the session token belongs to. What cannot be a token is not looked for. */
export async function readSession(database: Database, token: string, { from }: Credentials): Promise<Identity> {
  if (!isToken(token)) return ended;
  const row = await selectSession(database.statement, hashToken(token));
  if (row === undefined) return ended;
  if (row.stale) await touchSession(database.statement, row.id, from.address, from.agent);
  return { actor: actorOf(row) };
}

const everybody: readonly Right[] = ["read", "write", "chat", "automate", "account"];

function actorOf(row: SessionRow): Actor {
  const needs = row.role === "admin" ? whatAdministratorNeeds(row) : undefined;
  const mayAdminister = row.role === "admin" && needs === undefined;
  return {
    personId: row.person_id,
    email: row.email,
    username: row.username,
    via: "session",
    credentialId: row.id,
    role: row.role,
    rights: new Set<Right>(mayAdminister ? [...everybody, "admin"] : everybody),
    adminNeeds: needs,
    elevated: row.elevated,
    home: row.spaces[0]?.id ?? "",
    spaces: row.spaces,
  };
}

function whatAdministratorNeeds({ strong, has_factor, recovery_saved }: SessionRow): string | undefined {
  if (!has_factor)
    return "Administrators need a second factor: add a passkey or an authenticator app under Settings, Sign-in";
  if (!recovery_saved) return "Save your recovery codes first: Settings, Sign-in";
  if (!strong) return "Give your second factor to administer: sign in again, or confirm it is you";
  return undefined;
}
