import { z } from "zod";
import { hostAndPort, names, networks, oneOf, origins, secret, text, wholeNumber, yesOrNo } from "./kinds.ts";
import { laterVariables } from "./later-variables.ts";

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

const coming = {
  KHOJ_NO_HTTPS: yesOrNo({
    description: "Serve plain HTTP off loopback, with sign-in on.",
    unset: "false",
    later: true,
  }),
  KHOJ_TRUSTED_PROXIES: networks({
    description: "Addresses or networks of proxies whose forwarded headers are believed.",
    unset: "none",
    later: true,
  }),
  KHOJ_ADMIN_NETWORKS: networks({ description: "Networks administrators may come from.", unset: "all", later: true }),
  KHOJ_SIGNUP: oneOf(["closed", "invite", "domains", "open"], {
    description: "Who may make an account.",
    unset: "closed",
    later: true,
  }),
  KHOJ_SIGNUP_DOMAINS: names({ description: "Mail domains whose people may sign up.", unset: "none", later: true }),
  KHOJ_ENVIRONMENT: oneOf(["production", "development"], {
    description: "Which kind of keys this instance takes.",
    unset: "production",
    later: true,
  }),
  KHOJ_EMBEDDING: oneOf(["local", "endpoint", "none"], {
    description: "What finds notes by meaning. Now words alone do.",
    unset: "none",
    later: true,
  }),
};

export const groups = {
  "Running it": serving,
  Database: database,
  "The command line": commandLine,
  "Accepted now, used later": { ...coming, ...laterVariables },
} as const;

/** The one object: what the environment may say, and how it is read. */
export const Variables = z.object({ ...serving, ...database, ...commandLine, ...coming, ...laterVariables });
export type Variables = z.output<typeof Variables>;
