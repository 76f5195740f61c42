import type { Sql } from "@khoj/db";
import { v7 as newId } from "uuid";
import { hashToken, makeToken } from "../../platform/secrets/token.ts";
import { insertLink, type LinkPurpose } from "./link-store.ts";

/** Seconds a link works: minutes, but for an invitation, which waits for somebody to find the time. */
const lifetimes: Readonly<Record<LinkPurpose, number>> = {
  "sign-in": 15 * 60,
  "set-up": 15 * 60,
  invitation: 7 * 86_400,
};

export interface LinkRequest {
  readonly personId: string;
  readonly purpose: LinkPurpose;
  /** Whoever clicks it is let in, if they were waiting or invited. Suspended people are not. */
  readonly admits: boolean;
  /** Takes the second factors away, for who lost them. */
  readonly resetsFactors?: boolean;
  /** The administrator who makes it; undefined: the command line, or the person at the login form. */
  readonly madeBy?: string | undefined;
  /** Where the address begins: the panel's own origin, `http://localhost:PORT` on the command line, `KHOJ_DOMAIN` in mails. */
  readonly origin: string;
}

export interface SignInLink {
  readonly id: string;
  /** To be handed to the person and to nobody else; only its hash is kept. */
  readonly address: string;
  readonly expiresAt: Date;
}

/** A one-use address that signs somebody in. The caller records the event: it knows who asked for it. */
export async function makeSignInLink(sql: Sql, request: LinkRequest): Promise<SignInLink> {
  return makeLink(sql, request, undefined);
}

/** One for a mail: with the browser that asked, which may submit it by itself, and six digits to be typed instead. */
export async function makeMailedLink(
  sql: Sql,
  request: LinkRequest,
  asker: { readonly token: string; codeHash(linkId: string): Buffer },
): Promise<SignInLink> {
  return makeLink(sql, request, asker);
}

async function makeLink(
  sql: Sql,
  request: LinkRequest,
  asker: { readonly token: string; codeHash(linkId: string): Buffer } | undefined,
): Promise<SignInLink> {
  const { personId, purpose, admits, resetsFactors = false, madeBy, origin } = request;
  const id = newId();
  const { token, hash } = makeToken();
  const expiresAt = await insertLink(sql, {
    id,
    tokenHash: hash,
    personId,
    purpose,
    admits,
    resetsFactors,
    madeBy,
    seconds: lifetimes[purpose],
    asker: asker && { hash: hashToken(asker.token), codeHash: asker.codeHash(id) },
  });
  return { id, address: `${origin}/auth/magic?token=${token}`, expiresAt };
}
