import { badRequest } from "@khoj/contract";
import { parseCookie } from "cookie";
import { errors } from "jose";
import { z } from "zod";
import { type Reply, type RouteRequest, redirect } from "../../platform/http/route.ts";
import { safeNext } from "../../platform/http/safe-next.ts";
import { hashToken, sameBytes } from "../../platform/secrets/token.ts";
import { limitBeginnings } from "../factors/limit-beginnings.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { arrive } from "./arrive.ts";
import { refusingAtLogin } from "./finish-at-provider.ts";
import { readClaims } from "./provider-claims.ts";
import { connectProvider } from "./provider-connection.ts";
import { asRefusal, ProviderRefusal } from "./provider-refusal.ts";
import { verifyProviderToken } from "./provider-token.ts";
import { readForm } from "./read-form.ts";
import { spendToken } from "./spent-token-store.ts";

type Request = RouteRequest<unknown, { readonly next?: string | undefined }, unknown>;

/**
 * Google's button posts a token it signed. A page of a stranger cannot read the cookie that has to be repeated in the
 * form; without it nobody is signed in, as upstream has it (wire.md §1.9).
 */
export async function signInByOneTap(deps: SignInDeps, request: Request): Promise<Reply> {
  const { headers, origin, query } = request;
  const form = Form.parse(Object.fromEntries(await readForm(request.stream)));
  const cookie = headers.cookie === undefined ? undefined : parseCookie(headers.cookie).g_csrf_token;
  if (!cookie || !form.g_csrf_token) return redirect(307, `${origin}${safeNext(query.next, origin)}`);
  if (!sameBytes(hashToken(cookie), hashToken(form.g_csrf_token)))
    throw badRequest("The form was not sent by a page of this server; open the sign-in page and try again");
  return refusingAtLogin(deps, request, "google", "sign-in", async () => {
    // Each costs a look at the provider's keys.
    await limitBeginnings(deps, request.from);
    const claims = await readCredential(deps, form.credential);
    return arrive(deps, request, {
      provider: "google",
      claims,
      rule: undefined,
      refreshToken: undefined,
      next: query.next,
    });
  });
}

const Form = z.object({
  credential: z.string().max(10_000).default(""),
  g_csrf_token: z.string().max(1000).optional(),
});

/** The token's claims: of our client, fresh, and brought here for the first time. */
async function readCredential(deps: SignInDeps, credential: string) {
  try {
    const connection = await connectProvider(deps, "google");
    const payload = await verifyProviderToken(connection, credential, {
      maxTokenAge: "10 minutes",
      requiredClaims: ["sub", "exp", "iat"],
    });
    if (payload.azp !== undefined && payload.azp !== connection.settings.clientId)
      throw new ProviderRefusal("provider-failed", "for another party");
    if (!(await deps.database.transaction((sql) => spendToken(sql, credential))))
      throw new ProviderRefusal("provider-expired", "used already");
    return readClaims(connection.configuration.serverMetadata().issuer, payload);
  } catch (error) {
    const why = error instanceof errors.JOSEError ? error.code : "unexpected answer";
    throw asRefusal(error) ?? new ProviderRefusal("provider-failed", why, { cause: error });
  }
}
