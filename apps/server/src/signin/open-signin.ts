import { type SignInOptions, SignInOptions as SignInOptionsAnswer } from "@khoj/contract";
import { get } from "../platform/http/route.ts";
import type { Room } from "../platform/room.ts";
import { factorRoutes } from "./factors/factor-routes.ts";
import { findPasskeyPlace } from "./factors/passkeys/passkey-place.ts";
import { sweepFlows } from "./flows/flows.ts";
import { readMethods } from "./method-settings.ts";
import type { SignInDeps } from "./signin-deps.ts";

/** Every way in, where people sign in; in anonymous mode this room does not exist. */
export function openSignIn(deps: SignInDeps): Room {
  return {
    name: "sign-in",
    routes: [
      get("/auth/options", { allow: "open", answer: SignInOptionsAnswer }, ({ origin }) => readOptions(deps, origin)),
      ...factorRoutes(deps),
    ],
    start: () => sweepFlows(deps.database),
  };
}

async function readOptions(deps: SignInDeps, origin: string): Promise<SignInOptions> {
  return {
    methods: [...(await readMethods(deps))],
    mail: (await deps.mailer.way()) !== undefined && deps.linkOrigin() !== undefined,
    sign_up: deps.access.signUp ?? "closed",
    oidc_name: null,
    passkey_problem: findPasskeyPlace(deps.publicOrigin, origin).problem,
  };
}
