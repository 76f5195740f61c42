import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import type { AccessConfig, ClientConfig, Config, ConfigProblem } from "../config.ts";
import { defaultDataDirectory } from "../platform/data-directory.ts";
import { isLoopback } from "../platform/http/networks.ts";
import { type ReadFlags, readFlags } from "./flags.ts";
import type { SettingFacts } from "./kinds.ts";
import { readAccess } from "./read-access.ts";
import { readModels } from "./read-models.ts";
import { problemsOf, warningsOf } from "./start-rules.ts";
import { Variables } from "./variables.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export type ReadConfig =
  | { readonly config: Config; readonly problems: readonly []; readonly admin: AccessConfig["admin"] }
  | { readonly config?: undefined; readonly problems: readonly ConfigProblem[]; readonly admin: AccessConfig["admin"] };

const loopback = ["127.0.0.1", "::1"];

/** Flags over variables over defaults. Every problem at once, or a configuration without any. */
export function readConfig(args: readonly string[], environment: Environment, version: string): ReadConfig {
  const problems: ConfigProblem[] = [];
  const flags = readFlags(args);
  const variables = readVariables(environment, problems);
  const one = (name: keyof ReadFlags["values"]): string | undefined => oneValue(flags, name, problems);
  const data = one("data");
  const listen = readListen(one("host"), one("port"), one("socket"), problems);
  const certificate = readCertificate(one("sslcert"), one("sslkey"), problems);
  const config: Config = {
    version,
    anonymous: flags.values["anonymous-mode"].length > 0,
    listen,
    certificate,
    dataDirectory: path.resolve(data ?? variables.KHOJ_DATA_DIR ?? platformsOwn(environment)),
    notes: flags.values.notes.flatMap((value) => (value === true ? [] : [path.resolve(value)])),
    logFile: absolute(one("log-file")),
    verbosity: Math.min(2, flags.values.verbose.length || (variables.KHOJ_DEBUG ? 1 : 0)),
    hosts: [variables.KHOJ_DOMAIN, variables.KHOJ_ALLOWED_DOMAIN].flatMap((host) => (host ? [hostOnly(host)] : [])),
    allowedOrigins: variables.KHOJ_ALLOWED_ORIGINS ?? [],
    publicOrigin: publicOrigin(variables, certificate !== undefined),
    plainHttp: variables.KHOJ_NO_HTTPS ?? false,
    trustedProxies: variables.KHOJ_TRUSTED_PROXIES ?? [],
    adminNetworks: variables.KHOJ_ADMIN_NETWORKS,
    access: readAccess(variables, problems),
    models: readModels(variables, problems),
    maxFileBytes: (variables.KHOJ_MAX_FILE_MB ?? 100) * 1024 * 1024,
    database: readDatabase(variables),
    vectors: { by: variables.KHOJ_VECTORS ?? "auto", inMemory: variables.KHOJ_VECTORS_IN_MEMORY ?? 1_000_000 },
    warnings: [...flags.unknown.map(unknownFlag), ...withoutEffect(variables)],
  };
  problems.push(...problemsOf(config));
  if (flags.values.notes.includes(true)) problems.push(needsValue("notes"));
  const { admin } = config.access;
  if (problems.length > 0) return { problems, admin };
  return { config: { ...config, warnings: [...config.warnings, ...warningsOf(config)] }, problems: [], admin };
}

/** What the command line needs to reach a server: which one, and where its data directory would be. */
export function readClientConfig(environment: Environment): ClientConfig {
  const variables = readVariables(environment, []);
  return {
    url: variables.KHOJ_URL,
    apiKey: variables.KHOJ_API_KEY,
    dataDirectory: path.resolve(variables.KHOJ_DATA_DIR ?? platformsOwn(environment)),
  };
}

export const platformsOwn = (environment: Environment): string =>
  defaultDataDirectory({
    platform: process.platform,
    home: homedir(),
    isRoot: process.getuid?.() === 0,
    xdgDataHome: environment.XDG_DATA_HOME,
    localAppData: environment.LOCALAPPDATA,
  });

/** Reads each variable, or the file its `NAME_FILE` names; an empty one is none. */
export function readVariables(environment: Environment, problems: ConfigProblem[]): Variables {
  const given = Object.fromEntries(
    Object.entries(Variables.shape).map(([name, schema]) => [
      name,
      factsOf(schema).secret ? readSecret(environment, name, problems) : environment[name] || undefined,
    ]),
  );
  const result = Variables.safeParse(given);
  if (result.success) return result.data;
  for (const issue of result.error.issues) problems.push({ setting: String(issue.path[0]), wrong: issue.message });
  // What is wrong is named already; the rest of the checks go on with what is right.
  const wrong = new Set(result.error.issues.map((issue) => issue.path[0]));
  return Variables.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))));
}

export const factsOf = (schema: { meta(): unknown }): SettingFacts => schema.meta() as SettingFacts;

function readSecret(environment: Environment, name: string, problems: ConfigProblem[]): string | undefined {
  const file = environment[`${name}_FILE`];
  const direct = environment[name] || undefined;
  if (!file) return direct;
  if (direct !== undefined) {
    problems.push({ setting: name, wrong: `is given twice; leave out either it or ${name}_FILE` });
    return undefined;
  }
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    problems.push({ setting: `${name}_FILE`, wrong: `names a file that cannot be read (${why}); give one that can` });
    return undefined;
  }
}

function oneValue(flags: ReadFlags, name: keyof ReadFlags["values"], problems: ConfigProblem[]): string | undefined {
  const value = flags.values[name].at(-1);
  if (value === true) problems.push(needsValue(name));
  return value === true ? undefined : value;
}

const needsValue = (name: string): ConfigProblem => ({ setting: `--${name}`, wrong: "needs a value; write it after" });

function readListen(
  host: string | undefined,
  port: string | undefined,
  socket: string | undefined,
  problems: ConfigProblem[],
): Config["listen"] {
  if (socket !== undefined) return { socket };
  const number = port === undefined ? 42_110 : /^\d+$/.test(port) ? Number(port) : -1;
  if (number < 0 || number > 65_535) {
    problems.push({ setting: "--port", wrong: `${JSON.stringify(port)} is no port; give a number from 0 to 65535` });
  }
  return {
    named: host ?? "127.0.0.1",
    hosts: host === undefined || host === "localhost" ? loopback : [withoutBrackets(host)],
    port: number,
  };
}

function readCertificate(cert: string | undefined, key: string | undefined, problems: ConfigProblem[]) {
  if (cert !== undefined && key !== undefined) return { cert, key };
  if (cert !== undefined)
    problems.push({ setting: "--sslkey", wrong: "is missing; --sslcert needs the key beside it" });
  if (key !== undefined)
    problems.push({ setting: "--sslcert", wrong: "is missing; --sslkey needs the certificate too" });
  return undefined;
}

export function readDatabase(variables: Variables): Config["database"] {
  const host = variables.POSTGRES_HOST;
  if (host === undefined) return undefined;
  return {
    host,
    port: variables.POSTGRES_PORT ?? 5432,
    database: variables.POSTGRES_DB ?? "khoj",
    user: variables.POSTGRES_USER ?? "postgres",
    password: variables.POSTGRES_PASSWORD ?? "",
  };
}

/** HTTPS, be it ours or a proxy's, unless the operator says no, or the name is this computer's own. */
function publicOrigin({ KHOJ_DOMAIN: domain, KHOJ_NO_HTTPS: plain }: Variables, hasCertificate: boolean) {
  if (domain === undefined) return undefined;
  const isPlain = plain === true || (isLoopback(hostOnly(domain)) && !hasCertificate);
  return new URL(`${isPlain ? "http" : "https"}://${domain}`).origin;
}

const absolute = (file: string | undefined): string | undefined =>
  file === undefined ? undefined : path.resolve(file);

const hostOnly = (host: string): string => withoutBrackets(host.replace(/:\d+$/, ""));
const withoutBrackets = (host: string): string => host.replace(/^\[|\]$/g, "");

const unknownFlag = (argument: string): string => `${argument.split("=")[0]} is no flag of khoj serve and is ignored`;

/** Names only: several of these are secrets. */
function withoutEffect(variables: Variables): string[] {
  const without = Object.entries(Variables.shape)
    .filter(([name, schema]) => factsOf(schema).later && variables[name as keyof Variables] !== undefined)
    .map(([name]) => name);
  return without.length === 0 ? [] : [`${without.join(", ")}: accepted, but what it is for comes in a later version`];
}
