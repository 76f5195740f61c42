import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Config } from "../config.ts";
import { sayProblem } from "../config.ts";
import { type Environment, readConfig } from "./read-config.ts";

const read = (args: string, environment: Environment = {}) =>
  readConfig(["--anonymous-mode", ...args.split(" ").filter(Boolean)], environment, "1.2.3");
const problems = (args: string, environment: Environment = {}) => read(args, environment).problems.map(sayProblem);
function config(args: string, environment: Environment = {}): Config {
  const result = read(args, environment);
  if (!result.config) throw new Error(result.problems.map(sayProblem).join("\n"));
  return result.config;
}

describe("reading the configuration", () => {
  it("takes an OpenID provider over HTTPS or on this computer, and roles that can be read", () => {
    const oidc = (KHOJ_OIDC_ISSUER: string, KHOJ_OIDC_ROLES: string) =>
      problems("", {
        KHOJ_OIDC_ISSUER,
        KHOJ_OIDC_ROLES,
        KHOJ_OIDC_CLIENT_ID: "khoj",
        KHOJ_OIDC_CLIENT_SECRET: "secret",
      });
    expect(oidc("https://id.example", "groups=khoj-admins,ops")).toEqual([]);
    expect(oidc("http://localhost:8080/realms/x", "realm_access.roles=admin")).toEqual([]);
    expect(oidc("http://id.example", "khoj-admins")).toEqual([
      "KHOJ_OIDC_ISSUER: must begin with https:// (plain HTTP is taken of this computer only)",
      "KHOJ_OIDC_ROLES: is written claim=value,value, such as groups=khoj-admins",
    ]);
  });

  it("listens on both loopbacks, on upstream's port, with the embedded database", () => {
    expect(config("")).toMatchObject({
      listen: { named: "127.0.0.1", hosts: ["127.0.0.1", "::1"], port: 42_110 },
      database: undefined,
      maxFileBytes: 104_857_600,
      warnings: [],
    });
  });

  it.each([
    ["--port=8000", 8000],
    ["--port 8000", 8000],
    ["-p 8000", 8000],
    ["-p8000", 8000],
    ["--port=1 --port=8000", 8000],
  ])("takes the port from %s", (args, port) => {
    expect(config(args).listen).toMatchObject({ port });
  });

  it("keeps the host as it was given, for whoever waits for the line that names it", () => {
    expect(config("--host=localhost").listen).toMatchObject({ named: "localhost", hosts: ["127.0.0.1", "::1"] });
    expect(config("--host [::1]").listen).toMatchObject({ named: "[::1]", hosts: ["::1"] });
  });

  it("counts -v, and knows several folders of notes, from wherever it is started", () => {
    expect(config("-vv --notes a --notes=b")).toMatchObject({
      verbosity: 2,
      notes: [path.resolve("a"), path.resolve("b")],
    });
  });

  it("warns of unknown flags and goes on, without showing what was given to them", () => {
    expect(config("--reticulate=hunter2 -x").warnings).toEqual([
      "--reticulate is no flag of khoj serve and is ignored",
      "-x is no flag of khoj serve and is ignored",
    ]);
  });

  it("refuses anonymous mode on an address others can reach", () => {
    expect(problems("--host 0.0.0.0")).toEqual([
      "--host: 0.0.0.0 can be reached by others, who would need no password; with --anonymous-mode leave --host out",
    ]);
  });

  it("starts without the flag, with sign-in on", () => {
    expect(readConfig([], {}, "1.2.3").config).toMatchObject({ anonymous: false, hosts: [], warnings: [] });
  });

  it("names every problem at once, a line each, and shows no secret", () => {
    const environment = {
      KHOJ_MAX_FILE_MB: "lots",
      KHOJ_DEBUG: "perhaps",
      POSTGRES_PORT: "0",
      KHOJ_SIGNUP: "maybe",
      KHOJ_DOMAIN: "https://notes.example/",
      OPENAI_BASE_URL: "here",
      KHOJ_TRUSTED_PROXIES: "10.0.0.0/99",
      POSTGRES_PASSWORD: "hunter2",
      POSTGRES_PASSWORD_FILE: "/run/secrets/none",
      OPENAI_API_KEY_FILE: "/nowhere/hunter2",
    };
    const found = problems("--port http --sslcert cert.pem --data", environment);
    expect(found.map((line) => line.split(":")[0])).toEqual([
      "POSTGRES_PASSWORD",
      "OPENAI_API_KEY_FILE",
      "KHOJ_DOMAIN",
      "KHOJ_MAX_FILE_MB",
      "KHOJ_DEBUG",
      "KHOJ_TRUSTED_PROXIES",
      "KHOJ_SIGNUP",
      "POSTGRES_PORT",
      "OPENAI_BASE_URL",
      "--data",
      "--port",
      "--sslkey",
    ]);
    expect(found.join("\n")).not.toContain("hunter2");
  });

  it("reads a secret from the file that NAME_FILE names, without the line end", () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "khoj-secret-")), "password");
    writeFileSync(file, "correct horse\n");
    const { database } = config("", { POSTGRES_HOST: "db", POSTGRES_PASSWORD_FILE: file });
    expect(database).toEqual({ host: "db", port: 5432, database: "khoj", user: "postgres", password: "correct horse" });
  });

  it("takes an empty variable for none, as Compose passes them on", () => {
    expect(config("", { POSTGRES_HOST: "", KHOJ_MAX_FILE_MB: "" })).toMatchObject({ database: undefined });
  });

  it("says by name, not by value, which variables do nothing yet", () => {
    expect(config("", { EXA_API_KEY: "sk-hunter2", FIRECRAWL_API_KEY: "hunter2" }).warnings).toEqual([
      "EXA_API_KEY, FIRECRAWL_API_KEY: accepted, but what it is for comes in a later version",
    ]);
  });
});
