/** How people come in: links, codes, passwords, passkeys, providers, and the second factor. */
export { readMethods, readProvider, requireMethod } from "./method-settings.ts";
export { openSignIn } from "./open-signin.ts";
export type { SignInDeps } from "./signin-deps.ts";
