import { KhojError, tooMany } from "@khoj/contract";
import { normaliseEmail } from "../../accounts/index.ts";
import type { Reply, RouteRequest } from "../../platform/http/route.ts";
import type { LimitRule } from "../../platform/limits/limits.ts";
import { networkOf } from "../../platform/limits/network-of.ts";
import { finishByRedirect, finishSignIn } from "../finish-sign-in.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { countCodeTries, spendLink } from "./link-store.ts";
import { codeTries, isCodeOf, readDigits } from "./sign-in-code.ts";
import { comeBy, type Finish } from "./use-link.ts";

/** A network's tries at codes, of whatever address. */
export const codesOfNetwork: LimitRule = { name: "code-tries-of-network", most: 60, seconds: 3600 };

interface CodeUse {
  readonly email: string;
  readonly code: string;
  readonly next?: string | undefined;
}

type Request = Pick<RouteRequest<unknown, unknown, unknown>, "actor" | "from" | "headers" | "origin">;

/** The six digits of a mail. Each code bears five tries, then the link beside it is what works. */
export const useCode = (deps: SignInDeps, request: Request, use: CodeUse): Promise<Reply> =>
  tryCode(deps, request, use, (proof, sql) => finishSignIn(deps, request, proof, sql));

/** The same as upstream's page sends it: by a GET of our own page, led on to where it wanted to go. */
export const useCodeByGet = (deps: SignInDeps, request: Request, use: CodeUse): Promise<Reply> =>
  tryCode(deps, request, use, (proof, sql) => finishByRedirect(deps, request, proof, { status: 307, sql }));

async function tryCode(
  deps: SignInDeps,
  request: Request,
  { email: typed, code, next }: CodeUse,
  finish: Finish,
): Promise<Reply> {
  const { database, events, limits } = deps;
  if (!(await limits.take(codesOfNetwork, networkOf(request.from.address))))
    throw tooMany(
      "Too many codes were tried from your network; wait an hour, or open the link",
      codesOfNetwork.seconds,
    );
  const email = normaliseEmail(typed) ?? "";
  const digits = readDigits(code);
  const tried = await database.transaction(async (sql) => {
    const alive = await countCodeTries(sql, email, codeTries);
    return alive.find((link) => isCodeOf(deps, link, digits));
  });
  const done =
    tried &&
    (await database.transaction(async (sql) => {
      const link = await spendLink(sql, tried.token_hash);
      return link && comeBy(deps, sql, { request, link, method: "code", next, finish });
    }));
  if (done) return done;
  await events.record({ kind: "sign-in.code", outcome: "refused", account: email, from: request.from });
  throw new KhojError("unproven", "This code is wrong or too old, or was tried too often: open the link, or ask again");
}
