import { passwordProblem } from "@khoj/db";
import { normaliseEmail } from "../accounts/people/normalise-email.ts";
import type { Config, ConfigProblem } from "../config.ts";
import { isLoopback } from "../platform/http/networks.ts";
import { whyGuessable } from "../platform/secrets/why-guessable.ts";

/** Who can open a connection: whoever may open the socket, this computer, or others. */
type Reach = "socket" | "loopback" | "network";

const reachOf = (listen: Config["listen"]): Reach =>
  "socket" in listen ? "socket" : listen.hosts.every(isLoopback) ? "loopback" : "network";

type Rule = (config: Config) => ConfigProblem | undefined;
type Warning = (config: Config) => string | undefined;

/** What makes a start unsafe, each with its cure; docs/boot-matrix.md is the table of them. */
const rules: readonly Rule[] = [
  anonymousForOthers,
  anonymousBehindProxy,
  plainHttpForOthers,
  proxyWithoutDomain,
  everybodyIsProxy,
  certificateOnSocket,
  plainAndCertificate,
  guessableKey,
  unusableAdminEmail,
  guessableDatabasePassword,
  vectorsInEmbeddedDatabase,
];

const warningRules: readonly Warning[] = [guessableAdminEmail, nameNobodyReaches, anonymousByName, plainOnPurpose];

export const problemsOf = (config: Config): ConfigProblem[] => rules.flatMap((rule) => rule(config) ?? []);
export const warningsOf = (config: Config): string[] => warningRules.flatMap((rule) => rule(config) ?? []);

function anonymousForOthers({ anonymous, listen }: Config): ConfigProblem | undefined {
  if (!anonymous || reachOf(listen) !== "network") return undefined;
  const wrong = `${namedOf(listen)} can be reached by others, who would need no password; with --anonymous-mode leave --host out`;
  return { setting: "--host", wrong };
}

function anonymousBehindProxy({ anonymous, trustedProxies }: Config): ConfigProblem | undefined {
  if (!anonymous || trustedProxies.length === 0) return undefined;
  const wrong =
    "lets a proxy bring others, who would need no password; leave it out, or leave out --anonymous-mode so that people sign in";
  return { setting: "KHOJ_TRUSTED_PROXIES", wrong };
}

function plainHttpForOthers({ anonymous, listen, ...config }: Config): ConfigProblem | undefined {
  if (anonymous || reachOf(listen) !== "network") return undefined;
  const isBehindProxy = config.trustedProxies.length > 0 && config.publicOrigin !== undefined;
  if (isBehindProxy || config.certificate || config.plainHttp) return undefined;
  const wrong =
    `${namedOf(listen)} can be reached by others over plain HTTP, who could read passwords and notes on the way; ` +
    "give --sslcert and --sslkey, or set KHOJ_DOMAIN and KHOJ_TRUSTED_PROXIES to the name and the address of a proxy with HTTPS, or leave --host out; KHOJ_NO_HTTPS=true allows it";
  return { setting: "--host", wrong };
}

/** A proxy is only as good as the name it stands for: without one, whatever it passes on would be refused. */
function proxyWithoutDomain({ anonymous, trustedProxies, publicOrigin }: Config): ConfigProblem | undefined {
  if (anonymous || trustedProxies.length === 0 || publicOrigin !== undefined) return undefined;
  const wrong = "is missing; with KHOJ_TRUSTED_PROXIES set it to the name people reach the proxy by";
  return { setting: "KHOJ_DOMAIN", wrong };
}

function everybodyIsProxy({ trustedProxies }: Config): ConfigProblem | undefined {
  const all = trustedProxies.find((network) => /\/0+$/.test(network));
  if (all === undefined) return undefined;
  const wrong = `holds ${all}, everybody, who could then say to come from anywhere; name the address of your proxy`;
  return { setting: "KHOJ_TRUSTED_PROXIES", wrong };
}

function certificateOnSocket({ certificate, listen }: Config): ConfigProblem | undefined {
  if (certificate === undefined || reachOf(listen) !== "socket") return undefined;
  return { setting: "--sslcert", wrong: "does nothing on --socket; leave one of the two out" };
}

function plainAndCertificate({ certificate, plainHttp }: Config): ConfigProblem | undefined {
  if (certificate === undefined || !plainHttp) return undefined;
  return { setting: "KHOJ_NO_HTTPS", wrong: "says the opposite of --sslcert; leave one of the two out" };
}

function guessableKey({ access: { secretKey } }: Config): ConfigProblem | undefined {
  const why = secretKey === undefined ? undefined : whyGuessable(secretKey);
  if (why === undefined) return undefined;
  const cure =
    "leave it out and one is made, or give what `openssl rand -base64 48` prints, the same on every node of an instance";
  return { setting: "KHOJ_DJANGO_SECRET_KEY", wrong: `${why}; ${cure}` };
}

function unusableAdminEmail({ access: { admin } }: Config): ConfigProblem | undefined {
  if (admin === undefined) return undefined;
  const refuse = (wrong: string) => ({ setting: "KHOJ_ADMIN_EMAIL", wrong });
  const address = normaliseEmail(admin.email);
  if (address === "username@example.com") return refuse("is the example of the guides; give your own address");
  if (address === undefined || address === "default@example.com")
    return refuse("is no mail address of a person; give one like name@example.org");
  return undefined;
}

function guessableDatabasePassword({ database }: Config): ConfigProblem | undefined {
  const wrong = database && passwordProblem(database);
  return wrong === undefined ? undefined : { setting: "POSTGRES_PASSWORD", wrong };
}

/** Where it is the operator's, the start asks the database itself. */
function vectorsInEmbeddedDatabase({ database, vectors }: Config): ConfigProblem | undefined {
  if (vectors.by !== "database" || database !== undefined) return undefined;
  const wrong =
    "is database, but the PostgreSQL that comes with Khoj has no pgvector; name one that has it in POSTGRES_HOST, or set KHOJ_VECTORS=memory";
  return { setting: "KHOJ_VECTORS", wrong };
}

/** What a stranger would try first. */
const guessableNames = [
  "admin",
  "administrator",
  "root",
  "info",
  "khoj",
  "webmaster",
  "postmaster",
  "support",
  "contact",
  "office",
  "test",
  "user",
];

function guessableAdminEmail({ access: { admin } }: Config): string | undefined {
  const [local = ""] = admin?.email.toLowerCase().split("@") ?? [];
  if (!guessableNames.includes(local)) return undefined;
  return `KHOJ_ADMIN_EMAIL: ${local}@ is an address anybody would try first; an address of a person's own is better`;
}

/** Bound to this computer, plain, and named for others: only a proxy can bring them, and none is believed. */
function nameNobodyReaches({ anonymous, listen, publicOrigin, ...config }: Config): string | undefined {
  if (anonymous || reachOf(listen) !== "loopback" || !publicOrigin?.startsWith("https:")) return undefined;
  if (config.certificate || config.trustedProxies.length > 0) return undefined;
  return "KHOJ_DOMAIN: requests for it are refused until KHOJ_TRUSTED_PROXIES names the proxy in front, such as KHOJ_TRUSTED_PROXIES=127.0.0.1, or --sslcert and --sslkey are given";
}

function anonymousByName({ anonymous, publicOrigin }: Config): string | undefined {
  if (!anonymous || publicOrigin === undefined || isLoopback(hostOf(publicOrigin))) return undefined;
  return "KHOJ_DOMAIN: with --anonymous-mode whoever reaches this server by that name needs no password; leave one of the two out";
}

function plainOnPurpose({ anonymous, listen, plainHttp }: Config): string | undefined {
  if (!plainHttp || anonymous || reachOf(listen) !== "network") return undefined;
  return "KHOJ_NO_HTTPS: served over plain HTTP, so whoever listens on the network reads passwords and notes; passkeys do not work";
}

const namedOf = (listen: Config["listen"]): string =>
  "socket" in listen ? listen.socket : (listen.hosts.find((host) => !isLoopback(host)) ?? listen.named);

const hostOf = (origin: string): string => new URL(origin).hostname.replace(/^\[|\]$/g, "");
