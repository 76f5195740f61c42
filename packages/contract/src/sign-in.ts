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
/** The browser's clock, milliseconds: a refusal says how far the server's is from it. */
const now = z.number().optional();
/** `POST /auth/totp`: finishes a sign-in half-way. */
export const UseFactor = z.object({
  code: z.string().max(100),
  kind: z.enum(["totp", "recovery"]).default("totp"),
  now,
});
/** What `@simplewebauthn/browser` gives; the server reads what it needs of it. */
export const PasskeyAnswer = z.record(z.string(), z.unknown());
/**
 * `POST /auth/elevate`: proof that it is still you, for dangerous acts. A passkey first asks `POST /auth/elevate/options`;
 * the password is taken from people without a second factor only.
 */
export const Elevate = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["totp", "recovery"]), code: z.string().max(100), now }),
  z.object({ kind: z.literal("password"), password: z.string().max(1000) }),
  z.object({ kind: z.literal("passkey"), credential: PasskeyAnswer }),
]);
export type Elevate = z.output<typeof Elevate>;
/** `POST /auth/passkey/verify`, after `POST /auth/passkey/options`: signs in without a name. */
export const UsePasskey = z.object({ credential: PasskeyAnswer, next: z.string().max(2000).optional() });

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
  identities: z.array(
    z.object({
      id: z.string(),
      provider: z.enum(["google", "oidc"]).nullable(),
      issuer: z.string(),
      email: z.string().nullable(),
      made_at: z.string(),
    }),
  ),
  /** Why no passkey can be added from this address, in a sentence. */
  passkey_problem: z.string().nullable(),
  /** The ways that are on for this instance. */
  available: z.array(SignInMethod),
  /** For administrators: what is still missing before the panel opens, in a sentence. */
  admin_needs: z.string().nullable(),
});
export type AccountMethods = z.output<typeof AccountMethods>;

/** `POST /api/account/methods/totp`: a seed to scan, not in force until a code confirms it. */
export const TotpOffer = z.object({ uri: z.string(), secret: z.string() });
export type TotpOffer = z.output<typeof TotpOffer>;
/** `POST /api/account/methods/totp/confirm`: a code of the app that scanned the seed. */
export const ConfirmTotp = z.object({ code: z.string().max(100), now });
/**
 * Shown once: `POST /api/account/methods/recovery`, and what confirming TOTP or adding a passkey answers; empty when codes
 * were saved before.
 */
export const RecoveryCodes = z.object({ codes: z.array(z.string()) });
/** `POST /api/account/methods/recovery/saved`: one of the codes, typed back. It is not spent. */
export const SaveRecovery = z.object({ code: z.string().max(100) });
/** `POST /api/account/methods/passkeys`, after `POST …/passkeys/options`. */
export const AddPasskey = z.object({ name: z.string().trim().min(1).max(100), credential: PasskeyAnswer });
/** `PATCH /api/account/methods/passkeys/{id}`. */
export const RenamePasskey = z.object({ name: z.string().trim().min(1).max(100) });
/** `POST /api/account/methods/identities/{google|oidc}`: where to go to link an account of a provider. */
export const LinkIdentity = z.object({ url: z.string() });
export type RecoveryCodes = z.output<typeof RecoveryCodes>;
