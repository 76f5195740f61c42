import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { LocalAuthority } from "./local-authority.ts";

export type ProxyKind = "nginx" | "Caddy";

export interface Proxied {
  readonly kind: ProxyKind;
  /** The name it answers for, as deploy/ has it: `notes.example`. */
  readonly name: string;
  readonly port: number;
  readonly plainPort: number;
  /** The port on 127.0.0.1 it passes requests on to. */
  readonly upstream: number;
  readonly authority: LocalAuthority;
}

const deploy = (file: string): string =>
  readFileSync(new URL(`../../../../../deploy/${file}`, import.meta.url), "utf8");

/** Why the proxy cannot be run here, to stand behind a test's name. */
export const missingProxy = (kind: ProxyKind): string => {
  const program = kind.toLowerCase();
  return spawnSync("sh", ["-c", `command -v ${program} /usr/sbin/${program} && command -v openssl`]).status === 0
    ? ""
    : ` (not run: ${program} or openssl is absent, apt-get install ${program} openssl)`;
};

/** Runs the proxy with its file of deploy/, adapted by ports, paths and certificates only; resolves once it listens. */
export async function startProxy(proxied: Proxied): Promise<{ stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), "khoj-proxy-"));
  const child = proxied.kind === "nginx" ? runNginx(folder, proxied) : runCaddy(folder, proxied);
  let said = "";
  for (const output of [child.stdout, child.stderr]) output?.on("data", (data: Buffer) => (said += data.toString()));
  while (!(await answers(proxied.port))) {
    if (child.exitCode !== null) throw new Error(`${proxied.kind} did not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

function runNginx(folder: string, { name, port, plainPort, upstream, authority }: Proxied): ChildProcess {
  const site = deploy("nginx.conf")
    .replaceAll("notes.example", name)
    .replaceAll("listen [::]:443 ", `listen [::1]:${port} `)
    .replaceAll("listen 443 ", `listen 127.0.0.1:${port} `)
    .replaceAll("listen [::]:80;", `listen [::1]:${plainPort};`)
    .replaceAll("listen 80;", `listen 127.0.0.1:${plainPort};`)
    .replaceAll("127.0.0.1:42110", `127.0.0.1:${upstream}`)
    .replaceAll("/var/log/nginx/", `${folder}/`)
    .replace(/ssl_certificate \S+;/, `ssl_certificate ${authority.cert};`)
    .replace(/ssl_certificate_key \S+;/, `ssl_certificate_key ${authority.key};`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((use) => `${use}_temp_path ${folder}/${use};`)
    .join(" ");
  writeFileSync(path.join(folder, "khoj.conf"), site);
  writeFileSync(
    path.join(folder, "nginx.conf"),
    `${process.getuid?.() === 0 ? "user root;" : ""} daemon off; pid ${folder}/pid; error_log stderr; events {}
     http { ${temporary} include ${folder}/khoj.conf; }`,
  );
  const arguments_ = ["-p", folder, "-e", "stderr", "-c", path.join(folder, "nginx.conf")];
  return spawn("nginx", arguments_, { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
}

function runCaddy(folder: string, { name, port, plainPort, upstream, authority }: Proxied): ChildProcess {
  const options = `{\n\tadmin off\n\tauto_https disable_redirects\n\thttp_port ${plainPort}\n\thttps_port ${port}\n}\n`;
  const site = deploy("Caddyfile").replace(
    /^\{\$KHOJ_DOMAIN.*\{$/m,
    (line) => `${line}\n\tbind 127.0.0.1 ::1\n\ttls ${authority.cert} ${authority.key}`,
  );
  const file = path.join(folder, "Caddyfile");
  writeFileSync(file, options + site);
  mkdirSync(path.join(folder, "home"));
  const home = { HOME: folder, XDG_DATA_HOME: path.join(folder, "home"), XDG_CONFIG_HOME: path.join(folder, "home") };
  const names = { KHOJ_DOMAIN: `https://${name}:${port}`, KHOJ_UPSTREAM: `127.0.0.1:${upstream}` };
  return spawn("caddy", ["run", "--config", file, "--adapter", "caddyfile"], {
    env: { ...process.env, ...home, ...names },
  });
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const attempt = connect(port, "127.0.0.1", () => {
      attempt.destroy();
      resolve(true);
    }).on("error", () => resolve(false));
  });

/** A port nobody listens at now. */
export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
