import { readFileSync } from "node:fs";
import type { ExternalPlace, VectorsWish } from "@khoj/db";
import { readAdministerConfig } from "./config/read-administer-config.ts";
import { type ReadConfig, readClientConfig, readConfig } from "./config/read-config.ts";

export { type FlagFacts, flags } from "./config/flags.ts";
export { googleIssuer } from "./config/google-issuer.ts";

/** Everything an instance was told at its start. Read once, never changed; this file alone reads the environment. */
export interface Config {
  readonly version: string;
  /** Nobody signs in: the one person at this computer. */
  readonly anonymous: boolean;
  readonly listen:
    | { readonly socket: string }
    /** `named` is what to print; `hosts` are the addresses to bind. */
    | { readonly named: string; readonly hosts: readonly string[]; readonly port: number };
  /** Files of a certificate and its key, for HTTPS. */
  readonly certificate: { readonly cert: string; readonly key: string } | undefined;
  readonly dataDirectory: string;
  /** Folders to watch from now on. */
  readonly notes: readonly string[];
  readonly logFile: string | undefined;
  /** 0: what an operator needs. 1: more. 2: everything. */
  readonly verbosity: number;
  /** Host names to answer for besides localhost and the addresses bound. */
  readonly hosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  /** The longest file taken, in bytes. */
  readonly maxFileBytes: number;
  /** `https://notes.example`: where people reach it, when `KHOJ_DOMAIN` says so; links in mails begin with it. */
  readonly publicOrigin: string | undefined;
  /** Plain HTTP off loopback, by the operator's word (`KHOJ_NO_HTTPS`). */
  readonly plainHttp: boolean;
  /** Addresses and networks of proxies whose forwarded headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Networks the admin panel answers to; undefined: all. */
  readonly adminNetworks: readonly string[] | undefined;
  readonly access: AccessConfig;
  readonly models: ModelsConfig;
  /** The operator's PostgreSQL; undefined: the embedded one. */
  readonly database: ExternalPlace | undefined;
  /** Who searches vectors. */
  readonly vectors: VectorsWish;
  /** What was given and does nothing. */
  readonly warnings: readonly string[];
}

/** Who may come in and how, as far as the environment says. What it does not say, an administrator may set in the panel. */
export interface AccessConfig {
  /** `KHOJ_DJANGO_SECRET_KEY`; undefined: one is made and kept in the data directory. */
  readonly secretKey: string | undefined;
  readonly environment: "production" | "development";
  readonly signUp: "closed" | "invite" | "domains" | "open" | undefined;
  /** Mail domains whose people may sign up, lower case. */
  readonly signUpDomains: readonly string[] | undefined;
  /** The first administrator, for the first start. */
  readonly admin: { readonly email: string; readonly password: string | undefined } | undefined;
  readonly mail: {
    readonly smtpUrl: string | undefined;
    readonly resend: { readonly key: string; readonly baseUrl: string } | undefined;
    readonly from: string | undefined;
  };
  readonly google: OidcClient | undefined;
  readonly oidc: (OidcClient & { readonly roles: string | undefined }) | undefined;
}

/** Models as the environment names them. Providers and chat models fill empty tables once; then the tables rule. */
export interface ModelsConfig {
  readonly embedding: {
    readonly kind: "local" | "endpoint" | "none";
    /** `built-in`: KHOJ_EMBEDDING says nothing, and the panel may choose. */
    readonly setBy: "environment" | "built-in";
    readonly endpoint:
      | { readonly baseUrl: string; readonly key: string | undefined; readonly model: string | undefined }
      | undefined;
  };
  /** Where models are fetched from. */
  readonly places: {
    readonly hub: string;
    readonly index: string;
    /** A file of certificates to trust there. */
    readonly certificates: string | undefined;
  };
  readonly openai: { readonly key: string | undefined; readonly baseUrl: string } | undefined;
  readonly anthropic: string | undefined;
  readonly google: string | undefined;
  readonly defaultChatModel: string | undefined;
  readonly seed: number | undefined;
  /** Seconds that a chat model may be silent before it is given up. */
  readonly patience: number;
}

export interface OidcClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a command that talks to a server was told. */
export interface ClientConfig {
  readonly url: string | undefined;
  readonly apiKey: string | undefined;
  readonly dataDirectory: string;
}

/** What a command was told that works on the database itself, with or without a server. */
export interface AdministerConfig extends Pick<Config, "dataDirectory" | "database"> {
  readonly secretKey: string | undefined;
  readonly environment: "production" | "development";
  readonly googleIssuer: string;
  readonly models: Pick<ModelsConfig, "embedding" | "places">;
}

/** One thing to mend before the server starts: which setting, and what is wrong with it and the cure. */
export interface ConfigProblem {
  readonly setting: string;
  readonly wrong: string;
}

export const sayProblem = ({ setting, wrong }: ConfigProblem): string => `${setting}: ${wrong}`;

/** What every command exits with (ours.md §1). */
export const exitCodes = { done: 0, refused: 1, usage: 2, alreadyRunning: 3 } as const;

/** Our own version, as `khoj --version` and `khoj_version` give it. */
export const version: string = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;

export const readOwnConfig = (args: readonly string[]): ReadConfig => readConfig(args, process.env, version);

/** The environment of a server that another of our programs starts for a moment: it gets no model. */
export const environmentOfHelper = (): NodeJS.ProcessEnv => ({ ...process.env, KHOJ_EMBEDDING: "none" });

export const readOwnClientConfig = (): ClientConfig => readClientConfig(process.env);

export const readOwnAdministerConfig = (data: string | undefined): AdministerConfig =>
  readAdministerConfig(process.env, data);
