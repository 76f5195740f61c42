import { KhojError } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { z } from "zod";
import { readCookie, schemeOf, setCookie } from "../../../accounts/index.ts";
import type { RouteRequest } from "../../../platform/http/route.ts";
import { flowSeconds, makeFlow, takeFlow } from "../../flows/flows.ts";
import type { SignInDeps } from "../../signin-deps.ts";

/** A challenge this browser was given, for one use and one purpose. */
const passkeyChallenge = {
  name: "passkey",
  state: z.object({ challenge: z.string(), purpose: z.enum(["sign-in", "elevate", "add"]) }),
};
export type Purpose = z.output<typeof passkeyChallenge.state>["purpose"];

type Request = Pick<RouteRequest<unknown, unknown, unknown>, "headers" | "origin">;

export async function keepChallenge(
  { database, accounts }: Pick<SignInDeps, "accounts" | "database">,
  request: Request,
  kept: { readonly challenge: string; readonly purpose: Purpose; readonly personId?: string },
): Promise<string> {
  const { challenge, purpose, personId } = kept;
  const token = await database.transaction((sql: Sql) =>
    makeFlow(sql, passkeyChallenge, { personId, state: { challenge, purpose } }),
  );
  return setCookie("passkey", accounts.instance, schemeOf(request), token, flowSeconds);
}

/** Whatever comes of it, that challenge is used up. */
export async function takeChallenge(
  { database, accounts }: Pick<SignInDeps, "accounts" | "database">,
  request: Request,
  wanted: { readonly purpose: Purpose; readonly personId?: string },
): Promise<string> {
  const token = readCookie(request.headers.cookie, "passkey", accounts.instance, schemeOf(request));
  const flow = await database.transaction((sql) => takeFlow(sql, passkeyChallenge, token));
  if (flow === undefined || flow.state.purpose !== wanted.purpose || flow.personId !== wanted.personId)
    throw new KhojError("unproven", "That passkey prompt is too old, or was used already; try again");
  return flow.state.challenge;
}
