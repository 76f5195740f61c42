import { z } from "zod";

/** Ways to come in. Each can be switched off; only those that are on have routes and buttons. */
export const signInMethods = ["link", "password", "passkey", "google", "oidc"] as const;
export const SignInMethod = z.enum(signInMethods);
export type SignInMethod = z.output<typeof SignInMethod>;

/** `GET /auth/options`, open: what the sign-in page offers. */
export const SignInOptions = z.object({
  methods: z.array(SignInMethod),
  /** Whether 'Send Magic Link' mails a link, or an administrator has to hand it over. */
  mail: z.boolean(),
  sign_up: z.enum(["closed", "invite", "domains", "open"]),
  /** What the button of the OpenID provider says, such as `auth.example.org`. */
  oidc_name: z.string().nullable(),
  /** Why passkeys are not offered here although they are on, in a sentence: plain HTTP off loopback. */
  passkey_problem: z.string().nullable(),
});
export type SignInOptions = z.output<typeof SignInOptions>;

/** What every way in answers: done, or a second factor is asked for (its state is in this browser's cookie). */
export const SignInOutcome = z.discriminatedUnion("status", [
  z.object({ status: z.literal("signed-in"), next: z.string() }),
  z.object({ status: z.literal("second-factor"), ways: z.array(z.enum(["totp", "recovery", "passkey"])) }),
]);
export type SignInOutcome = z.output<typeof SignInOutcome>;

/** `POST /auth/magic/look {"token"}`, open: whom a link is for, without spending it. */
export const LinkLook = z.object({
  purpose: z.enum(["sign-in", "invitation", "set-up"]),
  /** Null for a set-up link: the administrator says who they are. */
  email: z.string().nullable(),
  /** This browser asked for it, so that the page may submit by itself. */
  asked_here: z.boolean(),
  expires_at: z.string(),
});
export type LinkLook = z.output<typeof LinkLook>;

/** `POST /auth/magic/use`: spends the link. A set-up link takes the administrator's address. */
export const UseLink = z.object({ token: z.string(), email: z.string().optional(), next: z.string().optional() });
/** `POST /auth/magic/code`: the six digits of the mail. */
export const UseCode = z.object({ email: z.string(), code: z.string(), next: z.string().optional() });
/** `POST /auth/password`. */
export const UsePassword = z.object({ email: z.string(), password: z.string(), next: z.string().optional() });
/** `POST /auth/totp`: finishes a sign-in half-way, or (signed in) is taken by `/auth/elevate`. */
export const UseFactor = z.object({
  code: z.string(),
  kind: z.enum(["totp", "recovery"]).default("totp"),
  /** The browser's clock, milliseconds: a refusal says how far the server's is from it. */
  now: z.number().optional(),
});

/** `GET /api/account/methods`: how a person may come in, and what guards the account. */
export const AccountMethods = z.object({
  password: z.object({ set: z.boolean(), changed_at: z.string().nullable(), least: z.int() }),
  totp: z.object({ on: z.boolean() }),
  recovery: z.object({ left: z.int(), saved: z.boolean() }),
  passkeys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      made_at: z.string(),
      used_at: z.string().nullable(),
      backed_up: z.boolean(),
    }),
  ),
  identities: z.array(z.object({ issuer: z.string(), email: z.string().nullable(), made_at: z.string() })),
  /** The ways that are on for this instance. */
  available: z.array(SignInMethod),
  /** For administrators: what is still missing before the panel opens, in a sentence. */
  admin_needs: z.string().nullable(),
});
export type AccountMethods = z.output<typeof AccountMethods>;

/** `POST /api/account/methods/totp`: a seed to scan, not in force until a code confirms it. */
export const TotpOffer = z.object({ uri: z.string(), secret: z.string() });
export type TotpOffer = z.output<typeof TotpOffer>;
/** Shown once: `POST /api/account/methods/recovery`, and what confirming TOTP or the first passkey answers. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()) });
export type RecoveryCodes = z.output<typeof RecoveryCodes>;
