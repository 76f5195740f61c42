import {
  AccountMethods,
  AddPasskey,
  ConfirmTotp,
  Elevate,
  RecoveryCodes,
  RenamePasskey,
  SaveRecovery,
  SignInOutcome,
  TotpOffer,
  UseFactor,
  UsePasskey,
} from "@khoj/contract";
import { z } from "zod";
import { readCookie, schemeOf, setCookie } from "../../accounts/index.ts";
import { del, get, patch, post, Reply, type Route } from "../../platform/http/route.ts";
import { flowSeconds } from "../flows/flows.ts";
import { requireMethod } from "../method-settings.ts";
import { requireOwnPage } from "../own-page.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { elevateSession } from "./elevate-session.ts";
import { finishHalfWay } from "./finish-half-way.ts";
import { limitBeginnings } from "./limit-beginnings.ts";
import { addPasskey, offerPasskey } from "./passkeys/add-passkey.ts";
import { removePasskey, renamePasskey } from "./passkeys/change-passkey.ts";
import { askForPasskey, signInByPasskey } from "./passkeys/use-passkey.ts";
import { confirmRecoverySaved, renewRecoveryCodes } from "./recovery/renew-recovery-codes.ts";
import { showMethods } from "./show-methods.ts";
import { confirmTotp } from "./totp/confirm-totp.ts";
import { offerTotp } from "./totp/offer-totp.ts";
import { removeTotp } from "./totp/remove-totp.ts";

/** Second factors: giving one, and looking after one's own. */
export const factorRoutes = (deps: SignInDeps): Route[] => [
  ...givingRoutes(deps),
  get("/api/account/methods", { allow: "account", answer: AccountMethods, strict: true }, ({ actor, origin }) =>
    showMethods(deps, actor, origin),
  ),
  ...totpRoutes(deps),
  ...recoveryRoutes(deps),
  ...passkeyRoutes(deps),
];

/** Answers that set a cookie are nobody else's. */
const withCookie = (answer: unknown, cookie: string): Reply =>
  new Reply(200, answer, { "set-cookie": cookie, "cache-control": "no-store" });
const secret = (answer: unknown): Reply => new Reply(200, answer, { "cache-control": "no-store" });

const givingRoutes = (deps: SignInDeps): Route[] => [
  post("/auth/totp", { allow: "open", body: UseFactor, answer: SignInOutcome, strict: true }, (request) => {
    requireOwnPage(request);
    return finishHalfWay(deps, request);
  }),
  post("/auth/passkey/options", { allow: "open" }, async (request) => {
    requireOwnPage(request);
    await limitBeginnings(deps, request.from);
    const { options, cookie } = await askForPasskey(deps, request, "sign-in");
    return withCookie(options, cookie);
  }),
  post("/auth/passkey/verify", { allow: "open", body: UsePasskey, answer: SignInOutcome, strict: true }, (request) => {
    requireOwnPage(request);
    return signInByPasskey(deps, request);
  }),
  post("/auth/elevate/options", { allow: "account" }, async (request) => {
    const { options, cookie } = await askForPasskey(deps, request, "elevate");
    return withCookie(options, cookie);
  }),
  post("/auth/elevate", { allow: "account", body: Elevate }, async (request) => {
    requireOwnPage(request);
    return withCookie(null, await elevateSession(deps, request));
  }),
];

const totpRoutes = (deps: SignInDeps): Route[] => [
  post(
    "/api/account/methods/totp",
    { allow: "account", elevated: true, answer: TotpOffer },
    async ({ actor, origin }) => {
      const { offer, flow } = await offerTotp(deps, actor);
      return withCookie(offer, setCookie("flow", deps.accounts.instance, schemeOf({ origin }), flow, flowSeconds));
    },
  ),
  post(
    "/api/account/methods/totp/confirm",
    { allow: "account", body: ConfirmTotp, answer: RecoveryCodes, strict: true },
    async ({ actor, body, from, headers, origin }) => {
      const flow = readCookie(headers.cookie, "flow", deps.accounts.instance, schemeOf({ origin }));
      const { answer, cookie } = await confirmTotp(deps, actor, { code: body.code, now: body.now, flow, from, origin });
      return withCookie(answer, cookie);
    },
  ),
  del("/api/account/methods/totp", { allow: "account", elevated: true }, ({ actor, from }) =>
    removeTotp(deps, actor, from),
  ),
];

const recoveryRoutes = (deps: SignInDeps): Route[] => [
  post(
    "/api/account/methods/recovery",
    { allow: "account", elevated: true, answer: RecoveryCodes },
    async ({ actor, from }) => secret(await renewRecoveryCodes(deps, actor, from)),
  ),
  post(
    "/api/account/methods/recovery/saved",
    { allow: "account", body: SaveRecovery, strict: true },
    ({ actor, body, from }) => confirmRecoverySaved(deps, actor, body.code, from),
  ),
];

const PasskeyId = z.object({ id: z.string().max(2000) });

const passkeyRoutes = (deps: SignInDeps): Route[] => [
  post("/api/account/methods/passkeys/options", { allow: "account", elevated: true }, async (request) => {
    await requireMethod(deps, "passkey");
    const { options, cookie } = await offerPasskey(deps, request);
    return withCookie(options, cookie);
  }),
  post(
    "/api/account/methods/passkeys",
    { allow: "account", body: AddPasskey, answer: RecoveryCodes, strict: true },
    async (request) => {
      await requireMethod(deps, "passkey");
      const { answer, cookie } = await addPasskey(deps, request);
      return withCookie(answer, cookie);
    },
  ),
  patch(
    "/api/account/methods/passkeys/:id",
    { allow: "account", params: PasskeyId, body: RenamePasskey, strict: true },
    ({ actor, params, body }) => renamePasskey(deps, actor, params.id, body.name),
  ),
  del(
    "/api/account/methods/passkeys/:id",
    { allow: "account", elevated: true, params: PasskeyId },
    ({ actor, params, from }) => removePasskey(deps, actor, params.id, from),
  ),
];
