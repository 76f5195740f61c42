import { KhojError } from "@khoj/contract";
import { normaliseEmail, readCookie, schemeOf } from "../../accounts/index.ts";
import type { Reply, RouteRequest } from "../../platform/http/route.ts";
import { readDeviceMark } from "../device-cookie.ts";
import { finishSignIn } from "../finish-sign-in.ts";
import { requireMethod } from "../method-settings.ts";
import { requireOwnPage } from "../own-page.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { isPassword } from "./hash-password.ts";
import { countTry, forgetTries, type PasswordTry } from "./limit-passwords.ts";
import { selectAccount } from "./password-store.ts";

type Request = Pick<
  RouteRequest<
    unknown,
    unknown,
    { readonly email: string; readonly password: string; readonly next?: string | undefined }
  >,
  "actor" | "body" | "from" | "headers" | "origin"
>;

/** `POST /auth/password`. An address without an account or without a password is the same wrong password. */
export async function usePassword(deps: SignInDeps, request: Request): Promise<Reply> {
  requireOwnPage(request);
  await requireMethod(deps, "password");
  const { body, from } = request;
  const email = normaliseEmail(body.email) ?? "";
  const account = await selectAccount(deps.database.statement, email);
  const tried = describeTry(deps, request, email, account.person_id);
  await countTry(deps, tried);
  const right = await isPassword(account.hash ?? undefined, body.password);
  if (!right || account.person_id === null) {
    await deps.events.record({ kind: "sign-in.password", outcome: "refused", account: email, from });
    throw new KhojError("unproven", "The address or the password is wrong; try again, or come in another way");
  }
  await forgetTries(deps, tried);
  const proof = { personId: account.person_id, methods: ["password"], strong: false, next: body.next };
  return finishSignIn(deps, request, proof);
}

function describeTry(
  deps: SignInDeps,
  { headers, from, origin }: Request,
  email: string,
  personId: string | null,
): PasswordTry {
  const mark = readCookie(headers.cookie, "device", deps.accounts.instance, schemeOf({ origin }));
  return {
    account: deps.secrets.mac("limit-address", email).toString("base64url"),
    device: readDeviceMark(deps, personId ?? "nobody", mark),
    from,
  };
}
