import type { SignInMethod } from "@khoj/contract";

export const methodNames: Readonly<Record<SignInMethod, { readonly name: string; readonly text: string }>> = {
  link: { name: "Sign-in link", text: "A link by mail, or handed over by an administrator; each works once." },
  password: { name: "Password", text: "For those who want one: 15 characters, 16 for administrators." },
  passkey: { name: "Passkey", text: "A fingerprint, a face or a security key; counts as both factors." },
  google: { name: "Google", text: "'Sign in with Google' for people with a Google account." },
  oidc: {
    name: "OpenID Connect",
    text: "Your organisation's own sign-in: Keycloak, Authentik, Entra, Okta and others.",
  },
};
