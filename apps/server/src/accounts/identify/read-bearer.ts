import type { IncomingHttpHeaders } from "node:http";

/** What stands behind `Bearer `. Upstream's clients send nothing or Lisp's `nil` when they have no key. */
export function readBearer({ authorization }: IncomingHttpHeaders): string | undefined {
  const token = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
  return token === "nil" ? undefined : token;
}
