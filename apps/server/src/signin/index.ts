/** How people come in: links, codes, passwords, passkeys, providers, and the second factor. */

export { findPasskeyPlace } from "./factors/passkeys/passkey-place.ts";
export { resetFactors } from "./factors/reset-factors.ts";
export { limitRules } from "./limit-rules.ts";
export { makeSignInLink, type SignInLink } from "./links/make-sign-in-link.ts";
export { deleteSetUpLinks } from "./links/set-up-store.ts";
export { readKeptProvider, readMethods, readProvider, readSwitches } from "./method-settings.ts";
export { openSignIn } from "./open-signin.ts";
export { hashPassword, isPassword } from "./password/hash-password.ts";
export { checkPassword } from "./password/password-rules.ts";
export { storePassword } from "./password/store-password.ts";
export { callbackPaths } from "./providers/begin-at-provider.ts";
export { type DryRun, dryRunOidc } from "./providers/dry-run-oidc.ts";
export { testProvider } from "./providers/test-provider.ts";
export type { SignInDeps } from "./signin-deps.ts";
export { mostPending, pendingDays } from "./signup/add-pending.ts";
export { readSignUp } from "./signup/read-sign-up.ts";
