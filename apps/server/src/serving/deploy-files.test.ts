import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../config/read-config.ts";

const root = new URL("../../../../", import.meta.url);
const read = (file: string): string => readFileSync(new URL(`deploy/${file}`, root), "utf8");

interface Service {
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly privileged?: boolean;
  readonly ports?: readonly string[];
  readonly networks: readonly string[] | Record<string, { ipv4_address?: string }>;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly environment: Record<string, string>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target: string };
}
interface Compose {
  readonly services: Record<"database" | "khoj" | "proxy", Service>;
  readonly networks: Record<string, { internal?: boolean; ipam?: { config: { subnet: string }[] } }>;
  readonly secrets: Record<string, { file?: string; environment?: string }>;
}

describe("compose.yaml", () => {
  const { services, networks, secrets } = parse(read("compose.yaml")) as Compose;
  const networksOf = ({ networks: given }: Service) => (Array.isArray(given) ? given : Object.keys(given));

  it.each(Object.entries(services))("runs %s without rights, on a root it cannot write", (_, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], security_opt: ["no-new-privileges:true"] });
    expect(service.cap_add ?? service.privileged).toBeUndefined();
    expect(service.user ?? service.build).toBeDefined();
    expect(service.volumes?.join()).not.toContain("docker.sock");
  });

  it("gives the database a network of its own, published nowhere", () => {
    expect(networksOf(services.database)).toEqual(["database"]);
    expect(networks.database?.internal).toBe(true);
    expect([services.database.ports, services.khoj.ports]).toEqual([undefined, undefined]);
    const beside = Object.entries(services).filter(([, service]) => networksOf(service).includes("database"));
    expect(beside.map(([name]) => name)).toEqual(["database", "khoj"]);
  });

  it("hands secrets over as files, and names none", () => {
    for (const { environment } of Object.values(services)) {
      const named = Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|KEY|TOKEN/.test(name));
      for (const [name, value] of named)
        expect([name, value]).toEqual([expect.stringMatching(/_FILE$/), expect.stringMatching(/^\/run\/secrets\//)]);
    }
    for (const secret of Object.values(secrets)) expect(Object.keys(secret)).toEqual(["file"]);
  });

  it("says of each whether it is well", () => {
    expect(services.database.healthcheck?.test).toContain("pg_isready");
    for (const { build } of [services.khoj, services.proxy])
      expect(read("Dockerfile")).toMatch(new RegExp(` AS ${build?.target}\\n(?:(?!\\nFROM )[^])*\\nHEALTHCHECK `));
  });

  it("starts Khoj with settings that are accepted, believing its proxy alone", () => {
    const proxy = services.proxy.networks as Record<string, { ipv4_address?: string }>;
    expect(services.khoj.environment.KHOJ_TRUSTED_PROXIES).toBe(proxy.front?.ipv4_address);
    const {
      KHOJ_DJANGO_SECRET_KEY_FILE: _key,
      POSTGRES_PASSWORD_FILE: _password,
      ...others
    } = services.khoj.environment;
    const environment = { ...others, KHOJ_DOMAIN: "notes.example", POSTGRES_PASSWORD: "of a file of its own" };
    const command = /^CMD (\["serve".*\])$/m.exec(read("Dockerfile"))?.[1] ?? "[]";
    const { problems, config } = readConfig(JSON.parse(command).slice(1), environment, "");
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ anonymous: false, warnings: [], publicOrigin: "https://notes.example" });
  });
});

describe("Dockerfile", () => {
  const stages = read("Dockerfile")
    .split(/^FROM /m)
    .slice(1);

  it("runs nothing as root, and fetches nothing by address", () => {
    const [, ...served] = stages;
    for (const stage of served) expect(stage).toMatch(/^USER \d{5}/m);
    expect(read("Dockerfile")).not.toMatch(/^ADD |curl |wget (?!-q -O \/dev\/null http:\/\/127)/m);
    expect(read("Dockerfile")).not.toMatch(/anonymous|PASSWORD|SECRET/);
  });

  it("names files that are there", () => {
    const copied = [...read("Dockerfile").matchAll(/^COPY (?!--from)(\S+) /gm)].map(([, file]) => file ?? "");
    const started = /"node", "(apps\S+)"/.exec(read("Dockerfile"))?.[1] ?? "";
    for (const file of [...copied, started, "scripts/build.mjs"])
      expect([file, existsSync(new URL(file, root))]).toEqual([file, true]);
  });
});

describe("khoj.service", () => {
  const lines = new Map(
    read("khoj.service")
      .split("\n")
      .filter((line) => /^\w+=/.test(line))
      .map((line) => line.split(/=(.*)/s, 2) as [string, string]),
  );

  it("serves with sign-in on, as a user of its own, with no right it does not need", () => {
    expect(lines.get("ExecStart")).toBe("/opt/khoj/bin/khoj serve");
    expect(Object.fromEntries(lines)).toMatchObject({
      User: "khoj",
      NoNewPrivileges: "yes",
      CapabilityBoundingSet: "",
      ProtectSystem: "strict",
      StateDirectoryMode: "0700",
      UMask: "0077",
    });
  });

  const noSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0 ? "" : " (not run: systemd is absent)";
  it.skipIf(noSystemd !== "")(`is a unit systemd knows how to read${noSystemd}`, () => {
    const { stderr } = spawnSync("systemd-analyze", ["verify", new URL("deploy/khoj.service", root).pathname]);
    const complaints = stderr
      .toString()
      .split("\n")
      .filter((line) => /Unknown|Failed to parse|Invalid/i.test(line));
    expect(complaints).toEqual([]);
  });
});
