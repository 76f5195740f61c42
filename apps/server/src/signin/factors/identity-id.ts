import { createHash } from "node:crypto";

/** Names a linked account in addresses: issuers are addresses themselves, and subjects may be anything. */
export const identityId = ({ issuer, subject }: { readonly issuer: string; readonly subject: string }): string =>
  createHash("sha256").update(`${issuer}\n${subject}`).digest("base64url").slice(0, 22);
