import { LinkIdentity } from "@khoj/contract";
import { z } from "zod";
import { del, get, post, Reply, type Route, type RouteRequest, redirect } from "../../platform/http/route.ts";
import { limitBeginnings } from "../factors/limit-beginnings.ts";
import { requireMethod } from "../method-settings.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { logOutByProvider } from "./back-channel-logout.ts";
import { beginAtProvider } from "./begin-at-provider.ts";
import { finishAtProvider, refusingAtLogin } from "./finish-at-provider.ts";
import { removeIdentity } from "./link-identity.ts";
import { signInByOneTap } from "./one-tap.ts";
import type { Provider } from "./provider-connection.ts";

const NextQuery = z.object({ next: z.string().max(2000).optional() });
/** What a provider sends back; all of it is for the library that checks it. */
const CallbackQuery = z.looseObject({
  code: z.string().optional(),
  state: z.string().optional(),
  iss: z.string().optional(),
  error: z.string().optional(),
});

/** Sign-in by Google and by any OpenID Connect provider. */
export const providerRoutes = (deps: SignInDeps): Route[] => [
  get("/auth/login", { allow: "open", query: NextQuery }, (request) => begin(deps, request, "google")),
  post("/auth/login", { allow: "open", query: NextQuery }, (request) => begin(deps, request, "google")),
  get("/auth/redirect", { allow: "open", query: CallbackQuery }, (request) => comeBack(deps, request, "google")),
  post("/auth/redirect", { allow: "open", query: NextQuery, body: "stream" }, async (request) => {
    await requireMethod(deps, "google");
    return signInByOneTap(deps, request);
  }),
  get("/auth/oidc/login", { allow: "open", query: NextQuery }, (request) => begin(deps, request, "oidc")),
  get("/auth/oidc/callback", { allow: "open", query: CallbackQuery }, (request) => comeBack(deps, request, "oidc")),
  post("/auth/oidc/backchannel", { allow: "open", body: "stream" }, async (request) => {
    await requireMethod(deps, "oidc");
    return logOutByProvider(deps, request);
  }),
  post(
    "/api/account/methods/identities/:provider",
    {
      allow: "account",
      elevated: true,
      params: z.object({ provider: z.enum(["google", "oidc"]) }),
      answer: LinkIdentity,
    },
    async (request) => {
      const { provider } = request.params;
      const { url, cookie } = await beginAtProvider(deps, request, { provider, personId: request.actor.personId });
      return new Reply(200, { url }, { "set-cookie": cookie, "cache-control": "no-store" });
    },
  ),
  del(
    "/api/account/methods/identities/:id",
    { allow: "account", elevated: true, params: z.object({ id: z.string().max(100) }) },
    ({ actor, params, from }) => removeIdentity(deps, actor, params.id, from),
  ),
];

type Beginning = RouteRequest<unknown, z.output<typeof NextQuery>, unknown>;

async function begin(deps: SignInDeps, request: Beginning, provider: Provider): Promise<Reply> {
  const { actor, origin, query } = request;
  await requireMethod(deps, provider);
  return refusingAtLogin(deps, request, provider, "sign-in", async () => {
    await limitBeginnings(deps, request.from);
    const elsewhere = otherHome(deps.publicOrigin, origin);
    const path = provider === "google" ? "/auth/login" : "/auth/oidc/login";
    // The provider sends people back to one address; what binds the answer to this browser has to lie there too.
    if (elsewhere !== undefined)
      return redirect(
        303,
        `${elsewhere}${path}?${new URLSearchParams(query.next === undefined ? {} : { next: query.next })}`,
      );
    const { url, cookie } = await beginAtProvider(deps, request, {
      provider,
      next: query.next,
      // Who is signed in and signs in again shows that it is still them: the provider is to ask, not to remember.
      askAgain: actor?.via === "session",
    });
    return new Reply(302, "", { location: url, "set-cookie": cookie, "cache-control": "no-store" });
  });
}

/** The server's own name, when it was asked by another one. */
const otherHome = (publicOrigin: string | undefined, origin: string): string | undefined =>
  publicOrigin !== undefined && new URL(publicOrigin).host !== new URL(origin).host ? publicOrigin : undefined;

const comeBack = async (
  deps: SignInDeps,
  request: RouteRequest<unknown, z.output<typeof CallbackQuery>, unknown>,
  provider: Provider,
): Promise<Reply> => {
  await requireMethod(deps, provider);
  const query = Object.fromEntries(
    Object.entries(request.query).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  return finishAtProvider(deps, { ...request, query }, provider);
};
