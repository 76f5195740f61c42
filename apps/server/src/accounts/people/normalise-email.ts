import { domainToASCII } from "node:url";
import { badRequest } from "@khoj/contract";

/** Far beyond any address: composing letters takes the square of what is composed, and strangers bring them, too. */
const longest = 1000;

/**
 * An address as it is kept and compared: lower case, composed letters, the domain in ASCII. Undefined for what is none.
 * Tags behind a plus stay: another tag is another address.
 */
export function normaliseEmail(text: string): string | undefined {
  if (text.length > longest) return undefined;
  const address = text.trim().normalize("NFC").toLowerCase();
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  const named = address.slice(at + 1);
  // What reads domains also reads addresses of pages: a port, a path or an escape would be taken off and not refused.
  if (!/^[\p{L}\p{M}\p{N}.。．｡-]+$/u.test(named)) return undefined;
  const domain = domainToASCII(named);
  if (at < 1 || address.length > 254 || local.length > 64) return undefined;
  if (!/^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+$/u.test(local) || /^\.|\.$|\.\./.test(local)) return undefined;
  if (!/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(domain))
    return undefined;
  return `${local}@${domain}`;
}

/** The same for an address that must be one. */
export function requireEmail(text: string): string {
  const address = normaliseEmail(text);
  if (address === undefined)
    throw badRequest(`${JSON.stringify(text.slice(0, 100))} is no mail address; give one like name@example.org`);
  if (address === "default@example.com")
    throw badRequest("default@example.com stands for nobody; give an address of your own");
  return address;
}
