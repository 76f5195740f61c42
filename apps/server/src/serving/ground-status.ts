import { existsSync } from "node:fs";
import path from "node:path";
import type { StatusPart } from "@khoj/contract";
import type { OpenedDatabase } from "@khoj/db";
import type { Config } from "../config.ts";
import { isLoopback } from "../platform/http/networks.ts";
import type { Secrets } from "../platform/secrets/secrets.ts";

/** What the ground every room stands on says of itself: the way here, the system, the database, the key that seals secrets. */
export async function groundStatus(
  config: Config,
  opened: OpenedDatabase,
  { fingerprint, place }: Pick<Secrets, "fingerprint" | "place">,
  pageDirectory: string,
): Promise<readonly StatusPart[]> {
  const { warnings, ...database } = await opened.describe();
  const summary = `${database.kind} PostgreSQL ${database.version} (${database.place})`;
  return [
    { name: "access", facts: { summary: wayHere(config) }, warnings: [...config.warnings] },
    { name: "data", facts: { summary: config.dataDirectory }, warnings: systemWarnings(pageDirectory) },
    { name: "database", facts: { summary, ...database }, warnings: [...warnings] },
    {
      name: "secrets",
      facts: { summary: `key ${fingerprint} (${keyPlaces[place]})`, fingerprint, place },
      warnings: [],
    },
  ];
}

/** Who may come, and over what. */
function wayHere(config: Config): string {
  const { anonymous, publicOrigin } = config;
  if (anonymous) return "nobody signs in: for whoever sits at this computer";
  return `people sign in, over ${protectedBy(config)}${publicOrigin === undefined ? "" : `, as ${publicOrigin}`}`;
}

function protectedBy({ certificate, listen, trustedProxies }: Config): string {
  if (certificate !== undefined) return "HTTPS";
  if (trustedProxies.length > 0) return `the proxy at ${trustedProxies.join(", ")}`;
  if ("socket" in listen) return "the socket";
  return listen.hosts.every(isLoopback) ? "this computer alone" : "plain HTTP";
}

const keyPlaces = { environment: "KHOJ_DJANGO_SECRET_KEY", file: "secret.key in the data directory" };

function systemWarnings(pageDirectory: string): string[] {
  const asRoot =
    "the server runs as root, since it must read your notes; a user of its own is better, deploy/ shows how";
  const noPage = "the page is not built, so a browser shows nothing yet: npm run build";
  return [
    ...(process.getuid?.() === 0 ? [asRoot] : []),
    ...(existsSync(path.join(pageDirectory, "index.html")) ? [] : [noPage]),
  ];
}
