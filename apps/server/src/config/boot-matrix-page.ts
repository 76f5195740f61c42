import { sayProblem } from "../config.ts";
import { checkAdminPassword } from "../serving/check-admin-password.ts";
import { type Environment, readConfig } from "./read-config.ts";

interface Case {
  readonly args: readonly string[];
  readonly environment: Environment;
}
type Choices = Readonly<Record<string, Case>>;

const nothing: Case = { args: [], environment: {} };
const flags = (...args: string[]): Case => ({ args, environment: {} });
const variables = (environment: Environment): Case => ({ args: [], environment });

const addresses: Choices = {
  "nothing (127.0.0.1 and ::1)": nothing,
  "`--host 0.0.0.0`, `::` or an address of the network": flags("--host", "0.0.0.0"),
  "`--socket PATH`": flags("--socket", "/run/khoj/khoj.sock"),
};
const proxy = { KHOJ_TRUSTED_PROXIES: "10.0.0.2" };
const domain = { KHOJ_DOMAIN: "notes.example" };
const ways: Choices = {
  nothing,
  "`--sslcert`, `--sslkey`": flags("--sslcert", "cert.pem", "--sslkey", "key.pem"),
  "`KHOJ_TRUSTED_PROXIES` and `KHOJ_DOMAIN`": variables({ ...proxy, ...domain }),
  "`KHOJ_TRUSTED_PROXIES` alone": variables(proxy),
  "`KHOJ_DOMAIN` alone": variables(domain),
  "`KHOJ_TRUSTED_PROXIES=0.0.0.0/0` and `KHOJ_DOMAIN`": variables({ KHOJ_TRUSTED_PROXIES: "0.0.0.0/0", ...domain }),
  "`KHOJ_NO_HTTPS=true`": variables({ KHOJ_NO_HTTPS: "true" }),
  "`--sslcert`, `--sslkey` and `KHOJ_NO_HTTPS=true`": {
    ...flags("--sslcert", "cert.pem", "--sslkey", "key.pem"),
    environment: { KHOJ_NO_HTTPS: "true" },
  },
};
const modes: Choices = { "sign-in": nothing, "`--anonymous-mode`": flags("--anonymous-mode") };

const strongKey = "k4Zf0Q2wXy7RbN9sTj1LmVc8HdPe5GuA";
const key = (value: string) => variables({ KHOJ_DJANGO_SECRET_KEY: value });
const admin = (email: string, password?: string) =>
  variables({ KHOJ_ADMIN_EMAIL: email, KHOJ_ADMIN_PASSWORD: password });
const postgres = (host: string, password: string) =>
  variables({ POSTGRES_HOST: host, POSTGRES_USER: "owner", POSTGRES_PASSWORD: password });
const single: Choices = {
  "`KHOJ_DJANGO_SECRET_KEY` not set": nothing,
  "`KHOJ_DJANGO_SECRET_KEY=!secret` or `secret`": key("!secret"),
  "`KHOJ_DJANGO_SECRET_KEY` of 31 characters": key(strongKey.slice(1)),
  "`KHOJ_DJANGO_SECRET_KEY=django-insecure-…`, `change-me…`, `your-secret…`": key(`django-insecure-${strongKey}`),
  "`KHOJ_DJANGO_SECRET_KEY` of 40 equal characters": key("a".repeat(40)),
  "`KHOJ_DJANGO_SECRET_KEY` of 32 random characters": key(strongKey),
  "`KHOJ_ADMIN_EMAIL=username@example.com`": admin("username@example.com"),
  "`KHOJ_ADMIN_EMAIL=nobody`": admin("nobody"),
  "`KHOJ_ADMIN_EMAIL=admin@notes.example`, `info@…`": admin("admin@notes.example"),
  "`KHOJ_ADMIN_EMAIL=maria@notes.example`": admin("maria@notes.example"),
  "`KHOJ_ADMIN_PASSWORD` without `KHOJ_ADMIN_EMAIL`": variables({ KHOJ_ADMIN_PASSWORD: "x" }),
  "`KHOJ_ADMIN_PASSWORD=password`": admin("maria@notes.example", "password"),
  "`KHOJ_ADMIN_PASSWORD` of 16 characters, common, or made of the address": admin(
    "maria@notes.example",
    "maria@notes.example",
  ),
  "`KHOJ_ADMIN_PASSWORD` of 16 letters in the order of the keyboard": admin("maria@notes.example", "qwertyuiopasdfgh"),
  "`KHOJ_ADMIN_PASSWORD` of 16 mixed characters": admin("maria@notes.example", "rL8#tunnel-Vogel42"),
  "`POSTGRES_HOST` a name, `POSTGRES_PASSWORD` empty": postgres("db", ""),
  "`POSTGRES_HOST` a name, `POSTGRES_PASSWORD` is `postgres`, `password`, `khoj` or the user": postgres("db", "owner"),
  "`POSTGRES_HOST` a name, `POSTGRES_PASSWORD` another": postgres("db", strongKey),
  "`POSTGRES_HOST` a folder (a Unix socket), any password": postgres("/run/postgresql", ""),
  "`KHOJ_VECTORS=database` without `POSTGRES_HOST`": variables({ KHOJ_VECTORS: "database" }),
  "`KHOJ_ENVIRONMENT=development`": variables({ KHOJ_ENVIRONMENT: "development" }),
  "`KHOJ_ENVIRONMENT=staging`": variables({ KHOJ_ENVIRONMENT: "staging" }),
};

/** docs/boot-matrix.md: which starts are refused or warned about, as the program itself decides it. */
export async function bootMatrixPage(): Promise<string> {
  const lines: string[] = [];
  const answer = async (...cases: readonly Case[]): Promise<string> => {
    const args = cases.flatMap((one) => one.args);
    const environment = Object.assign({}, ...cases.map((one) => one.environment));
    const { config, problems, admin } = readConfig(["--data", "/data", ...args], environment, "");
    const refused = [...problems, ...(await checkAdminPassword(admin))].map(sayProblem);
    const said = refused.length > 0 ? refused : (config?.warnings ?? []);
    const numbers = said.map((line) => (lines.includes(line) ? lines.indexOf(line) + 1 : lines.push(line)));
    const outcome = refused.length > 0 ? "**refused**" : "starts";
    return numbers.length === 0 ? outcome : `${outcome}: ${numbers.join(", ")}`;
  };
  const matrix: string[] = [];
  for (const [address, at] of Object.entries(addresses))
    for (const [way, by] of Object.entries(ways)) {
      const cells: string[] = [];
      for (const mode of Object.values(modes)) cells.push(await answer(at, by, mode));
      matrix.push(`| ${address} | ${way} | ${cells.join(" | ")} |`);
    }
  const rest: string[] = [];
  for (const [setting, made] of Object.entries(single)) rest.push(`| ${setting} | ${await answer(made)} |`);
  return `${[
    "# Which starts are refused",
    "<!-- Made by `node scripts/write-configuration-page.ts` from apps/server/src/config. Do not edit. -->",
    "A start that is not safe is refused: every problem at once, a line each, exit 1. What is only unwise is said and started. The numbers stand for the lines below, which are what the program prints; each names its cure.",
    "## Where it listens, who may come, and what protects the way",
    `| it listens at | protected by | ${Object.keys(modes).join(" | ")} |\n| --- | --- | --- | --- |\n${matrix.join("\n")}`,
    "## Keys, the first administrator, the database, the environment",
    "Each of these is refused whatever the address and the mode are.",
    `| setting | |\n| --- | --- |\n${rest.join("\n")}`,
    "## What it says, and the cure",
    lines.map((line, index) => `${index + 1}. \`${line.replaceAll("`", "'")}\``).join("\n"),
  ].join("\n\n")}\n`;
}
