import { KhojError, type UseFactor } from "@khoj/contract";
import type { z } from "zod";
import { readCookie, schemeOf, selectPerson } from "../../accounts/index.ts";
import type { Reply, RouteRequest } from "../../platform/http/route.ts";
import { finishSignIn, secondFactorFlow } from "../finish-sign-in.ts";
import { readFlow, takeFlow } from "../flows/flows.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { checkFactor } from "./check-factor.ts";

/** The second factor of a sign-in that is half-way in this browser. A wrong code leaves it there for the next try. */
export async function finishHalfWay(
  deps: SignInDeps,
  request: RouteRequest<unknown, unknown, z.output<typeof UseFactor>>,
): Promise<Reply> {
  const { database, accounts } = deps;
  const { body, from, headers } = request;
  const token = readCookie(headers.cookie, "flow", accounts.instance, schemeOf(request));
  const halfWay = await readFlow(database, secondFactorFlow, token);
  const person =
    halfWay?.personId === undefined
      ? undefined
      : await database.transaction((sql) => selectPerson(sql, halfWay.personId ?? ""));
  if (halfWay === undefined || person === undefined) throw tooLate();
  await checkFactor(deps, { personId: person.id, email: person.email, from }, body);
  const { methods, next, provider } = halfWay.state;
  return database.transaction(async (sql) => {
    if ((await takeFlow(sql, secondFactorFlow, token)) === undefined) throw tooLate();
    const proof = { personId: person.id, methods: [...methods, body.kind], strong: true, next, provider };
    return finishSignIn(deps, request, proof, sql);
  });
}

const tooLate = (): KhojError =>
  new KhojError("unproven", "That sign-in is over, or was begun in another browser; sign in again", {
    details: { needs: "sign-in" },
  });
