import { z } from "zod";
import { get, type Route } from "../platform/http/route.ts";
import { readMethods, readProvider } from "./method-settings.ts";
import type { SignInDeps } from "./signin-deps.ts";

const Metadata = z.object({ google: z.object({ client_id: z.string().nullable(), redirect_uri: z.string() }) });

/** What upstream's page asks before it shows its Google button (wire.md §1.9). */
export const oauthMetadataRoute = (deps: SignInDeps): Route =>
  get("/auth/oauth/metadata", { allow: "open", answer: Metadata }, async () => {
    const google = (await readMethods(deps)).has("google") ? await readProvider(deps, "google") : undefined;
    return { google: { client_id: google?.clientId ?? null, redirect_uri: "/auth/redirect" } };
  });
