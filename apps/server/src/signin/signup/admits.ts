import { domainToASCII } from "node:url";
import type { SignUp } from "./read-sign-up.ts";

/**
 * Whether whoever proves to read mail at `email` (normalised) may come in without being asked in. The domain is compared
 * whole: not its subdomains, nothing that looks like it. `hostedDomain` is what Google says the account belongs to; a
 * Google account with an address of that domain need not belong to it.
 */
export function admits(
  { mode, domains }: SignUp,
  email: string,
  hostedDomain?: string | { readonly missing: true },
): boolean {
  if (mode === "open") return true;
  if (mode !== "domains") return false;
  const allowed = new Set(domains.map(domainToASCII).filter((domain) => domain !== ""));
  if (!allowed.has(email.slice(email.lastIndexOf("@") + 1))) return false;
  if (hostedDomain === undefined) return true;
  return typeof hostedDomain === "string" && allowed.has(domainToASCII(hostedDomain.toLowerCase()));
}
