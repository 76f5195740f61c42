import type { Elevate, LinkLook, SignInOptions, SignInOutcome } from "@khoj/contract";
import { ask, type Connection, send } from "./connection.ts";

/** A factor typed by hand. */
export interface TypedFactor {
  readonly code: string;
  readonly kind: "totp" | "recovery";
}

export interface SignInClient {
  options(signal?: AbortSignal): Promise<SignInOptions>;
  /** 'Send Magic Link'. Answers the same for every address, known or not. */
  askForLink(email: string): Promise<void>;
  lookAtLink(token: string, signal?: AbortSignal): Promise<LinkLook>;
  spendLink(link: { readonly token: string; readonly email?: string; readonly next?: string }): Promise<SignInOutcome>;
  enterCode(code: { readonly email: string; readonly code: string; readonly next?: string }): Promise<SignInOutcome>;
  enterPassword(password: {
    readonly email: string;
    readonly password: string;
    readonly next?: string;
  }): Promise<SignInOutcome>;
  /** Finishes a sign-in half-way; `now` lets a refusal name a clock that is off. */
  enterFactor(factor: TypedFactor): Promise<SignInOutcome>;
  /** What `navigator.credentials.get` takes, as JSON. */
  passkeyOptions(signal?: AbortSignal): Promise<unknown>;
  enterPasskey(credential: unknown, next?: string): Promise<SignInOutcome>;
  /** Gives a factor again, for a dangerous act. */
  elevate(proof: Elevate): Promise<void>;
  elevationPasskeyOptions(signal?: AbortSignal): Promise<unknown>;
  signOut(): Promise<void>;
}

export function signInClient(connection: Connection): SignInClient {
  const post = <Answer>(path: string, json: unknown, signal?: AbortSignal) =>
    ask<Answer>(connection, path, { method: "POST", json, signal });
  return {
    options: (signal) => ask(connection, "/auth/options", { signal }),
    async askForLink(email) {
      await send(connection, "/auth/magic", { method: "POST", json: { email } });
    },
    lookAtLink: (token, signal) => post("/auth/magic/look", { token }, signal),
    spendLink: (link) => post("/auth/magic/use", link),
    enterCode: (code) => post("/auth/magic/code", code),
    enterPassword: (password) => post("/auth/password", password),
    enterFactor: (factor) => post("/auth/totp", { ...factor, now: Date.now() }),
    passkeyOptions: (signal) => post("/auth/passkey/options", {}, signal),
    enterPasskey: (credential, next) => post("/auth/passkey/verify", { credential, next }),
    async elevate(proof) {
      await send(connection, "/auth/elevate", { method: "POST", json: withClock(proof) });
    },
    elevationPasskeyOptions: (signal) => post("/auth/elevate/options", {}, signal),
    async signOut() {
      await send(connection, "/auth/logout", { method: "POST", json: {}, redirectIsDone: true });
    },
  };
}

const withClock = (proof: Elevate): Elevate =>
  proof.kind === "totp" || proof.kind === "recovery" ? { ...proof, now: Date.now() } : proof;
