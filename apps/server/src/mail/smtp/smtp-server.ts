import { badRequest } from "@khoj/contract";
import { isLoopback } from "../../platform/http/networks.ts";

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`). */
  readonly secure: boolean;
  /** A connection that begins in the clear must become encrypted before anything is said. */
  readonly requireTls: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
}

/**
 * `smtps://user:password@host:465`, `smtp://host:587`. Off this computer STARTTLS is required unless `?starttls=off` says
 * that it is not there; what is wrong is told without the password.
 */
export function parseSmtpUrl(text: string): SmtpServer {
  const url = URL.canParse(text) && isDecodable(text) ? new URL(text) : undefined;
  if (url === undefined || !["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "")
    throw badRequest("The mail server is no address like smtps://user:password@host:465 or smtp://host:587");
  const secure = url.protocol === "smtps:";
  const host = decodeURIComponent(url.hostname.replace(/^\[|\]$/g, ""));
  const user = decodeURIComponent(url.username);
  return {
    host,
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: !secure && !isHere(host) && url.searchParams.get("starttls") !== "off",
    auth: user === "" ? undefined : { user, pass: decodeURIComponent(url.password) },
  };
}

/** A `%` that stands for itself is written `%25`. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** A server on this computer: nobody stands in between, so that its certificate may be its own. */
export const isHere = (host: string): boolean => isLoopback(host);

/** As the panel shows it: without the password. */
export const showServer = ({ host, port, secure, auth }: SmtpServer): string =>
  `${secure ? "smtps" : "smtp"}://${auth ? `${encodeURIComponent(auth.user)}@` : ""}${host.includes(":") ? `[${host}]` : host}:${port}`;
