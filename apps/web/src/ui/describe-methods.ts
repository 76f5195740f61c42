const names: Readonly<Record<string, string>> = {
  "set-up": "set-up link",
  link: "link",
  code: "code",
  password: "password",
  passkey: "passkey",
  google: "Google",
  oidc: "OpenID provider",
  totp: "authenticator app",
  recovery: "recovery code",
};

/** `link and authenticator app`: what somebody signed in with, in the order it was given. */
export const describeMethods = (methods: readonly string[]): string =>
  methods.map((method) => names[method] ?? method).join(" and ");
