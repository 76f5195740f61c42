import type { IncomingHttpHeaders } from "node:http";
import { forbidden } from "@khoj/contract";

interface Shown {
  readonly headers: IncomingHttpHeaders;
  readonly origin: string;
}

/**
 * Signing in and out happens at the wish of our own page or of a program that is no browser: a stranger's page must not
 * sign somebody in as somebody else, nor out, nor make this browser one that asked for a link.
 */
export function requireOwnPage({ headers, origin }: Shown): void {
  const site = headers["sec-fetch-site"];
  const isOwn =
    site === undefined
      ? headers.origin === undefined || headers.origin === origin
      : site === "same-origin" || (site === "none" && headers.origin === undefined);
  if (!isOwn)
    throw forbidden(
      `Refused: this was sent by ${JSON.stringify(String(headers.origin ?? site).slice(0, 200))}, not by a page of this server. Open ${origin} and sign in there`,
    );
}

/** Whether a GET that acts was sent by our own page; a link of a mail or of another site is not. */
export const isFromOwnPage = ({ headers }: Pick<Shown, "headers">): boolean =>
  headers["sec-fetch-site"] === "same-origin";
