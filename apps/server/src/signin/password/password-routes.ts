import { SignInOutcome, UsePassword } from "@khoj/contract";
import { z } from "zod";
import { del, post, type Route } from "../../platform/http/route.ts";
import type { SignInDeps } from "../signin-deps.ts";
import { removePassword, setPassword } from "./change-password.ts";
import { usePassword } from "./use-password.ts";

const bodyLimit = 16_384;

/** Signing in by a password, and looking after one's own. */
export const passwordRoutes = (deps: SignInDeps): Route[] => [
  post(
    "/auth/password",
    { allow: "open", bodyLimit, body: UsePassword, answer: SignInOutcome, strict: true },
    (request) => usePassword(deps, request),
  ),
  post(
    "/api/account/methods/password",
    { allow: "account", elevated: true, bodyLimit, body: z.object({ password: z.string() }), strict: true },
    ({ actor, body, from }) => setPassword(deps, actor, body.password, from),
  ),
  del("/api/account/methods/password", { allow: "account", elevated: true }, ({ actor, from }) =>
    removePassword(deps, actor, from),
  ),
];
