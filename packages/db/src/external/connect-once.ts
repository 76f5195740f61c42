import type { EventEmitter } from "node:events";
import { isIP } from "node:net";
import { KhojError } from "@khoj/contract";
import pg from "pg";
import type { Encryption } from "../database.ts";
import type { ExternalPlace } from "../open-external.ts";
import { driverOptions } from "../pool-database.ts";

/** How the operator's server let us in. */
export interface SignedIn {
  /** What it asked for: "none" is trust, peer or a certificate. */
  readonly asked: "scram" | "md5" | "clear" | "none";
  readonly encryption: Encryption | undefined;
}

/**
 * Connects as POSTGRES_USER. Over a network it takes the safest way the server offers: encrypted with a certificate
 * that holds, encrypted with one that does not, plain; the weaker two are said in `khoj status`.
 */
export async function connectOnce(place: ExternalPlace): Promise<SignedIn & { readonly client: pg.Client }> {
  if (isNear(place.host)) return attempt(place, undefined);
  return attempt(place, "verified").catch((error: unknown) => {
    const { code, message } = (error as KhojError).cause as { code?: string; message: string };
    if (/does not support SSL/.test(message)) return attempt(place, undefined);
    if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code ?? "")) return attempt(place, "unverified");
    throw error;
  });
}

/** A socket or a loopback address: nobody listens in between. */
export const isNear = (host: string): boolean =>
  host.startsWith("/") || host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

async function attempt(place: ExternalPlace, encryption: Encryption | undefined) {
  const client = new pg.Client(driverOptions({ ...place, encryption }));
  client.on("error", () => {});
  let asked: SignedIn["asked"] = "none";
  const { connection } = client as unknown as { connection: EventEmitter };
  connection.once("authenticationSASL", () => {
    asked = "scram";
  });
  connection.once("authenticationMD5Password", () => {
    asked = "md5";
  });
  connection.once("authenticationCleartextPassword", () => {
    asked = "clear";
  });
  await client.connect().catch((error: unknown) => {
    throw cannotConnect(place, error);
  });
  return { client, asked, encryption };
}

function cannotConnect({ host, port, database, user }: ExternalPlace, cause: unknown): KhojError {
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  const where = `${host}:${port}`;
  const told: Record<string, string> = {
    ECONNREFUSED: `POSTGRES_HOST, POSTGRES_PORT: nothing listens at ${where}; start PostgreSQL there or correct them`,
    ENOENT: `POSTGRES_HOST: there is no PostgreSQL socket in ${host} for port ${port}; start PostgreSQL or correct it`,
    ENOTFOUND: `POSTGRES_HOST: the name ${host} is not known; correct it`,
    "28P01": `POSTGRES_USER, POSTGRES_PASSWORD: ${where} refuses them for ${user}; correct them`,
    "28000": `POSTGRES_USER: ${where} does not let ${user} in from here; allow it in pg_hba.conf`,
    "3D000": `POSTGRES_DB: ${where} has no database ${database}; create it: createdb -O ${user} ${database}`,
  };
  const sentence = told[String(code)] ?? `POSTGRES_HOST: no connection to ${where} (${String(code ?? message)})`;
  return new KhojError("not_configured", sentence, { cause });
}
