import type { ExternalPlace } from "../open-external.ts";

/** Why POSTGRES_PASSWORD is refused, and the cure: off a socket it must not be one that anybody would try. */
export function passwordProblem({ host, user, password }: ExternalPlace): string | undefined {
  if (host.startsWith("/")) return undefined;
  const guessable = ["", "postgres", "password", "khoj", user].includes(password);
  if (!guessable) return undefined;
  const what = password === "" ? "is empty" : "is one that anybody would try first";
  return `${what}; give ${user} another (ALTER ROLE ${user} PASSWORD '…') and set it here, or use a Unix socket as POSTGRES_HOST`;
}
