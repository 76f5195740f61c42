import { isIP } from "node:net";
import { badRequest } from "@khoj/contract";
import { onLocalhost } from "../../../platform/http/on-localhost.ts";

/** Where passkeys of a page belong: browsers bind them to a name, and we check the page's origin letter by letter. */
export interface PasskeyPlace {
  readonly rpId: string;
  readonly origin: string;
}

/**
 * Passkeys belong to the host of `KHOJ_DOMAIN`, or to `localhost`. Undefined with a sentence where browsers have none:
 * plain HTTP off this computer, an address in place of a name, a second name of the server.
 */
export function findPasskeyPlace(
  publicOrigin: string | undefined,
  origin: string,
): { readonly place: PasskeyPlace; readonly problem: null } | { readonly place: undefined; readonly problem: string } {
  const { hostname, protocol, port } = new URL(origin);
  if (hostname === "localhost") return { place: { rpId: "localhost", origin }, problem: null };
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0) {
    const better = publicOrigin ?? onLocalhost({ protocol, port });
    return { place: undefined, problem: `Passkeys belong to a name, not to an address: open ${better}` };
  }
  if (protocol === "http:")
    return {
      place: undefined,
      problem: "Passkeys need HTTPS: browsers offer none over plain HTTP to another computer",
    };
  if (origin !== publicOrigin)
    return {
      place: undefined,
      problem:
        publicOrigin === undefined
          ? `Passkeys need to know the server's name: start it with KHOJ_DOMAIN=${hostname}`
          : `Passkeys belong to ${publicOrigin}; open that address`,
    };
  return { place: { rpId: hostname, origin }, problem: null };
}

/** The same where it must be one; says why there is none. */
export function requirePasskeyPlace(publicOrigin: string | undefined, origin: string): PasskeyPlace {
  const { place, problem } = findPasskeyPlace(publicOrigin, origin);
  if (place === undefined) throw badRequest(problem);
  return place;
}
