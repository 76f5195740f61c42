import { describe, expect, it } from "vitest";
import { sayProblem } from "../config.ts";
import { type Environment, readConfig } from "./read-config.ts";

const hosts = [undefined, "localhost", "127.8.8.8", "::1", "[::1]", "0.0.0.0", "::", "192.168.1.5", "box.lan"] as const;
const proxies = [undefined, "10.0.0.2", "10.0.0.0/8, ::/0"] as const;
const domains = [undefined, "notes.example:8443"] as const;
const yesNo = [true, false] as const;
const strong = "k4Zf0Q2wXy7RbN9sTj1LmVc8HdPe5GuA";
const keys = [
  undefined,
  undefined,
  undefined,
  strong,
  strong,
  strong,
  `${strong}${strong}`,
  "!secret",
  "secret",
  strong.slice(1),
  "ab".repeat(30),
  `change-me-${strong}`,
];
const admins = [
  undefined,
  undefined,
  undefined,
  undefined,
  "maria@notes.example",
  "Admin@notes.example",
  "Username@Example.com",
  "@x",
  "default@example.com",
];
const databases = [
  undefined,
  undefined,
  undefined,
  ["/run/pg", ""],
  ["db", ""],
  ["db", "khoj"],
  ["db", "owner"],
  ["10.1.1.1", strong],
] as const;
const environments = [undefined, undefined, "production", "development", "development", "staging"] as const;

interface Start {
  readonly socket: boolean;
  readonly host: (typeof hosts)[number];
  readonly proxy: (typeof proxies)[number];
  readonly domain: (typeof domains)[number];
  readonly anonymous: boolean;
  readonly tls: boolean;
  readonly plain: boolean;
  readonly key: string | undefined;
  readonly admin: string | undefined;
  readonly database: (typeof databases)[number];
  readonly environment: (typeof environments)[number];
}

const pick = <Value>(values: readonly Value[], at: number): Value => values[at % values.length] as Value;

/** Every way to listen with every way to be protected; the other settings turn at their own pace beside them, in every mixture. */
function allStarts(): Start[] {
  const ways = [...hosts.map((host) => ({ socket: false, host })), { socket: true, host: undefined }].flatMap((place) =>
    proxies.flatMap((proxy) =>
      domains.flatMap((domain) =>
        yesNo.flatMap((anonymous) =>
          yesNo.flatMap((tls) => yesNo.map((plain) => ({ ...place, proxy, domain, anonymous, tls, plain }))),
        ),
      ),
    ),
  );
  return Array.from({ length: 6 }, (_, round) =>
    ways.map((way, at) => ({
      ...way,
      key: pick(keys, at + round),
      admin: pick(admins, Math.floor(at / 3) + 5 * round),
      database: pick(databases, Math.floor(at / 7) + round),
      environment: pick(environments, Math.floor(at / 5) + round),
    })),
  ).flat();
}

/** What must be refused, said again without looking at the program: the settings its lines must begin with. */
function mustRefuse(start: Start): string[] {
  const seen = !start.socket && ["0.0.0.0", "::", "192.168.1.5", "box.lan"].includes(start.host ?? "");
  const safe = start.tls || start.plain || (start.proxy !== undefined && start.domain !== undefined);
  const wrong: [boolean, string][] = [
    [start.environment === "staging", "KHOJ_ENVIRONMENT"],
    [seen && (start.anonymous || !safe), "--host"],
    [start.anonymous && start.proxy !== undefined, "KHOJ_TRUSTED_PROXIES"],
    [!start.anonymous && start.proxy !== undefined && start.domain === undefined, "KHOJ_DOMAIN"],
    [start.proxy?.includes("/0") === true, "KHOJ_TRUSTED_PROXIES"],
    [start.socket && start.tls, "--sslcert"],
    [start.tls && start.plain, "KHOJ_NO_HTTPS"],
    [start.key !== undefined && !start.key.startsWith(strong), "KHOJ_DJANGO_SECRET_KEY"],
    [["Username@Example.com", "@x", "default@example.com"].includes(start.admin ?? ""), "KHOJ_ADMIN_EMAIL"],
    [
      ["", "khoj", "owner"].includes(start.database?.[1] ?? strong) && start.database?.[0] === "db",
      "POSTGRES_PASSWORD",
    ],
  ];
  return wrong.flatMap(([isWrong, setting]) => (isWrong ? [setting] : [])).sort();
}

function read(start: Start) {
  const args = [
    ...(start.socket ? ["--socket", "/tmp/s"] : []),
    ...(start.host === undefined ? [] : ["--host", start.host]),
    ...(start.anonymous ? ["--anonymous-mode"] : []),
    ...(start.tls ? ["--sslcert", "c", "--sslkey", "k"] : []),
  ];
  const environment: Environment = {
    KHOJ_TRUSTED_PROXIES: start.proxy,
    KHOJ_DOMAIN: start.domain,
    KHOJ_NO_HTTPS: String(start.plain),
    KHOJ_DJANGO_SECRET_KEY: start.key,
    KHOJ_ADMIN_EMAIL: start.admin,
    POSTGRES_HOST: start.database?.[0],
    POSTGRES_PASSWORD: start.database?.[1],
    POSTGRES_USER: "owner",
    KHOJ_ENVIRONMENT: start.environment,
  };
  return readConfig(args, environment, "1.2.3");
}

describe("which starts are refused", () => {
  const starts = allStarts();

  it(`is decided as an oracle of its own decides, in ${starts.length} mixtures of settings`, () => {
    const differ = starts.filter((start) => {
      const refused = read(start)
        .problems.map(({ setting }) => setting)
        .sort();
      return refused.join() !== mustRefuse(start).join();
    });
    expect(differ).toEqual([]);
    const refused = starts.filter((start) => mustRefuse(start).length > 0).length;
    expect(Math.min(refused, starts.length - refused)).toBeGreaterThan(100);
  });

  it("names a cure in every line, and shows no secret", () => {
    const lines = new Set(starts.flatMap((start) => read(start).problems.map(sayProblem)));
    for (const line of lines) {
      expect(line).toMatch(/; .*(give|leave|set|name)/);
      expect(line).not.toContain(strong);
    }
  });
});

describe("what is only warned of", () => {
  const warnings = (args: string[], environment: Environment) =>
    readConfig(args, environment, "1.2.3").config?.warnings;

  it.each([
    ["a guessable administrator", [], { KHOJ_ADMIN_EMAIL: "info@notes.example" }, "KHOJ_ADMIN_EMAIL: info@"],
    [
      "a name only a proxy can bring, and no proxy",
      [],
      { KHOJ_DOMAIN: "notes.example" },
      "KHOJ_TRUSTED_PROXIES=127.0.0.1",
    ],
    [
      "a name for a server where nobody signs in",
      ["--anonymous-mode"],
      { KHOJ_DOMAIN: "notes.example" },
      "needs no password",
    ],
    ["plain HTTP on purpose", ["--host", "0.0.0.0"], { KHOJ_NO_HTTPS: "true" }, "passkeys do not work"],
  ])("%s", (_, args, environment, words) => {
    expect(warnings(args, environment as Environment)).toEqual([expect.stringContaining(words)]);
  });

  it("is nothing where nothing is unwise", () => {
    expect(warnings([], { KHOJ_DOMAIN: "localhost:42110" })).toEqual([]);
    expect(warnings(["--host", "10.0.0.5"], { KHOJ_DOMAIN: "n.example", KHOJ_TRUSTED_PROXIES: "10.0.0.2" })).toEqual(
      [],
    );
  });
});
