import { z } from "zod";

/** A sign-in that is away at a provider: what must come back with it, in this browser alone, once. */
export const providerFlow = {
  name: "provider",
  state: z.object({
    provider: z.enum(["google", "oidc"]),
    /** `link`: somebody who is signed in adds the account to theirs. */
    purpose: z.enum(["sign-in", "link"]),
    state: z.string(),
    nonce: z.string(),
    verifier: z.string(),
    redirectUri: z.string(),
    next: z.string().optional(),
  }),
};
