import { type SignInOptions, SignInOptions as SignInOptionsAnswer } from "@khoj/contract";
import { get } from "../platform/http/route.ts";
import type { Room } from "../platform/room.ts";
import { factorRoutes } from "./factors/factor-routes.ts";
import { findPasskeyPlace } from "./factors/passkeys/passkey-place.ts";
import { sweepFlows } from "./flows/flows.ts";
import { Errands } from "./links/errands.ts";
import { linkRoutes } from "./links/link-routes.ts";
import { readMethods, readProvider } from "./method-settings.ts";
import { oauthMetadataRoute } from "./oauth-metadata.ts";
import { passwordRoutes } from "./password/password-routes.ts";
import { LeaverRounds } from "./providers/leaver-rounds.ts";
import { providerRoutes } from "./providers/provider-routes.ts";
import { readSignInStatus } from "./sign-in-status.ts";
import { signOutRoutes } from "./sign-out.ts";
import type { SignInDeps } from "./signin-deps.ts";
import { readSignUp } from "./signup/read-sign-up.ts";

/** Every way in, where people sign in; in anonymous mode this room does not exist. */
export function openSignIn(deps: SignInDeps): Room {
  const errands = new Errands();
  const rounds = new LeaverRounds(deps);
  return {
    name: "sign-in",
    routes: [
      get("/auth/options", { allow: "open", answer: SignInOptionsAnswer }, ({ origin }) => readOptions(deps, origin)),
      oauthMetadataRoute(deps),
      ...linkRoutes({ ...deps, errands }),
      ...passwordRoutes(deps),
      ...signOutRoutes(deps),
      ...factorRoutes(deps),
      ...providerRoutes(deps),
    ],
    status: () => readSignInStatus(deps),
    start: async () => {
      await sweepFlows(deps.database);
      rounds.start();
    },
    stop: async () => {
      await rounds.stop();
      await errands.settle();
    },
  };
}

async function readOptions(deps: SignInDeps, origin: string): Promise<SignInOptions> {
  const methods = await readMethods(deps);
  return {
    methods: [...methods],
    mail: (await deps.mailer.way()) !== undefined && deps.linkOrigin() !== undefined,
    sign_up: (await readSignUp(deps)).mode,
    oidc_name: methods.has("oidc") ? nameOf((await readProvider(deps, "oidc"))?.issuer) : null,
    passkey_problem: findPasskeyPlace(deps.publicOrigin, origin).problem,
  };
}

const nameOf = (issuer: string | undefined): string | null =>
  issuer !== undefined && URL.canParse(issuer) ? new URL(issuer).host : null;
