import { z } from "zod";
import { googleIssuer } from "./google-issuer.ts";
import {
  hostAndPort,
  names,
  networks,
  oneOf,
  origins,
  secret,
  text,
  webAddress,
  wholeNumber,
  yesOrNo,
} from "./kinds.ts";
import { laterVariables } from "./later-variables.ts";
import { modelVariables } from "./model-variables.ts";

/** Every variable of the environment we read, each described here and nowhere else. */
const serving = {
  KHOJ_DATA_DIR: text({
    description: "The directory everything is kept in: database, files, logs. `--data` says the same and wins.",
    unset: "the platform's data folder: `~/.local/share/khoj` on Linux, `/var/lib/khoj` for root",
  }),
  KHOJ_DOMAIN: hostAndPort({
    description: "The host name people reach this server by, with a port if it is unusual. Other hosts are refused.",
    unset: "only localhost and the addresses it is bound to are answered for",
  }),
  KHOJ_ALLOWED_DOMAIN: hostAndPort({
    description: "A second host name to answer for, such as the one a proxy in front uses.",
    unset: "`KHOJ_DOMAIN`",
  }),
  KHOJ_ALLOWED_ORIGINS: origins({
    description:
      "Origins of pages on other sites that may use the API, separated by commas. Obsidian on Android is `http://localhost`.",
    unset: "upstream's Obsidian and desktop apps only",
  }),
  KHOJ_MAX_FILE_MB: wholeNumber({ description: "The longest file taken, in megabytes.", unset: "100" }, 1, 4096),
  KHOJ_DEBUG: yesOrNo({
    description: "Log what is only of use to somebody who looks for a fault, as `-v` does.",
    unset: "false",
  }),
  KHOJ_TELEMETRY_DISABLE: yesOrNo({
    description: "Upstream's switch against sending usage data. We have none to send, so it changes nothing.",
    unset: "nothing is sent either way",
  }),
};

const database = {
  POSTGRES_HOST: text({
    description: "Where your own PostgreSQL (15 or newer) is: a host name, an address, or the folder of its socket.",
    unset: "an embedded PostgreSQL in the data directory",
  }),
  POSTGRES_PORT: wholeNumber({ description: "The port of your own PostgreSQL.", unset: "5432" }, 1, 65_535),
  POSTGRES_DB: text({
    description: "The database in your own PostgreSQL; Khoj keeps to its schema `khoj`.",
    unset: "khoj",
  }),
  POSTGRES_USER: text({ description: "The user who owns Khoj's tables in your own PostgreSQL.", unset: "postgres" }),
  POSTGRES_PASSWORD: secret({
    description: "The password of that user. A guessable one is refused off a socket.",
    unset: "none",
  }),
  KHOJ_VECTORS: oneOf(["memory", "database", "auto"], {
    description:
      "Who searches vectors: the server in its memory, your own PostgreSQL by pgvector (0.8 or newer, switched on by `CREATE EXTENSION vector`), or the database when there are more than `KHOJ_VECTORS_IN_MEMORY` at the start and it can.",
    unset: "`auto`",
  }),
  KHOJ_VECTORS_IN_MEMORY: wholeNumber(
    { description: "So many vectors stay in memory with `KHOJ_VECTORS=auto`.", unset: "1000000" },
    0,
    100_000_000,
  ),
  USE_EMBEDDED_DB: yesOrNo({
    description: "Upstream's switch for the embedded database, which is what runs unless `POSTGRES_HOST` is set.",
    unset: "embedded unless `POSTGRES_HOST` is set",
  }),
};

/** For the command line as a client of a server that runs. */
const commandLine = {
  KHOJ_URL: text({ description: "The server the command line talks to.", unset: "`http://localhost:42110`" }),
  KHOJ_API_KEY: secret({ description: "The key the command line shows to it.", unset: "none, as in anonymous mode" }),
};

/** Who may come in and how. */
const access = {
  KHOJ_DJANGO_SECRET_KEY: secret({
    description:
      "The key that seals what is kept encrypted; at least 32 characters, the same on every node. Known examples are refused.",
    unset: "one is made at the first start and kept in the data directory (`secret.key`, 0600)",
  }),
  KHOJ_ADMIN_EMAIL: text({
    description: "The address of the first administrator, for the first start.",
    unset: "the first start prints a set-up link",
  }),
  KHOJ_ADMIN_PASSWORD: secret({
    description: "The first administrator's password: ignored once they have a second factor, and best removed then.",
    unset: "none",
  }),
  KHOJ_NO_HTTPS: yesOrNo({
    description: "Serve plain HTTP off loopback, with sign-in on: whoever listens on the network reads everything.",
    unset: "false",
  }),
  KHOJ_TRUSTED_PROXIES: networks({
    description: "Addresses or networks of proxies whose forwarded headers are believed, separated by commas.",
    unset: "none",
  }),
  KHOJ_ADMIN_NETWORKS: networks({
    description: "Addresses or networks the admin panel answers to; for all others it is not there.",
    unset: "all",
  }),
  KHOJ_SIGNUP: oneOf(["closed", "invite", "domains", "open"], {
    description: "Who may make an account: nobody, those invited, those of certain mail domains, everybody.",
    unset: "closed",
  }),
  KHOJ_SIGNUP_DOMAINS: names({ description: "Mail domains whose people may sign up.", unset: "none" }),
  KHOJ_ENVIRONMENT: oneOf(["production", "development"], {
    description: "Which kind of instance this is: it takes keys made for this kind only.",
    unset: "production",
  }),
  KHOJ_SMTP_URL: secret({
    description:
      "A mail server, with its password: `smtps://user:password@host:465` or `smtp://host:587`. Off this computer STARTTLS is required, unless the address ends in `?starttls=off`.",
    unset: "none",
  }),
  KHOJ_MAIL_FROM: text({
    description: "The address mail comes from.",
    unset: "`RESEND_EMAIL`, else `khoj@` and `KHOJ_DOMAIN`",
  }),
  RESEND_API_KEY: secret({ description: "The key of Resend, to send mail.", unset: "none" }),
  RESEND_EMAIL: text({ description: "The address mail by Resend comes from.", unset: "`KHOJ_MAIL_FROM`" }),
  RESEND_BASE_URL: webAddress({ description: "Resend's address, for tests.", unset: "`https://api.resend.com`" }),
  GOOGLE_CLIENT_ID: text({ description: "Google sign-in: the client's id.", unset: "no Google sign-in" }),
  GOOGLE_CLIENT_SECRET: secret({ description: "Google sign-in: the client's secret.", unset: "no Google sign-in" }),
  KHOJ_GOOGLE_ISSUER: webAddress({
    description: "Google's issuer, for tests.",
    unset: `\`${googleIssuer}\``,
  }),
  KHOJ_OIDC_ISSUER: webAddress({ description: "Sign-in by OpenID Connect: the issuer.", unset: "none" }),
  KHOJ_OIDC_CLIENT_ID: text({ description: "Sign-in by OpenID Connect: the client's id.", unset: "none" }),
  KHOJ_OIDC_CLIENT_SECRET: secret({ description: "Sign-in by OpenID Connect: the client's secret.", unset: "none" }),
  KHOJ_OIDC_ROLES: text({
    description: "Which claim values make an administrator: `groups=khoj-admins`; several separated by commas.",
    unset: "none: the provider makes nobody an administrator",
  }),
};

export const groups = {
  "Running it": serving,
  "Who may come in": access,
  Database: database,
  "The command line": commandLine,
  Models: modelVariables,
  "Accepted now, used later": laterVariables,
} as const;

/** The one object: what the environment may say, and how it is read. */
export const Variables = z.object({
  ...serving,
  ...access,
  ...database,
  ...commandLine,
  ...modelVariables,
  ...laterVariables,
});
export type Variables = z.output<typeof Variables>;
