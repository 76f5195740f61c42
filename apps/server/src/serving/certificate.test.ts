import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../platform/http/app.ts";
import { type Listener, listen } from "../platform/http/listen.ts";
import { get, post } from "../platform/http/route.ts";
import { LiveConnections } from "../platform/live-connections.ts";
import { silentLog } from "../platform/log.ts";
import { makeClient } from "../testing/client.ts";
import { openCertificate, type WatchedCertificate } from "./certificate.ts";
import { trustOf } from "./trust-of.ts";

const noOpenssl = spawnSync("openssl", ["version"]).status === 0 ? "" : " (not run: openssl is absent)";

describe.skipIf(noOpenssl !== "")(`HTTPS of our own${noOpenssl}`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "khoj-certificate-"));
  const [cert = "", key = ""] = ["cert.pem", "key.pem"].map((name) => path.join(folder, name));
  let certificate: WatchedCertificate;
  let listener: Listener;
  let port: number;
  beforeAll(async () => {
    makeCertificate("first", cert, key);
    certificate = await openCertificate({ cert, key });
    certificate.watch(silentLog);
    const app = await createApp({
      routes: [get("/x", { allow: "open" }, ({ origin }) => origin), post("/x", { allow: "open" }, () => "posted")],
      sockets: [],
      identify: async () => ({}),
      live: new LiveConnections(),
      log: silentLog,
      trust: trustOf({
        anonymous: false,
        hosts: [],
        allowedOrigins: [],
        trustedProxies: [],
        listen: { hosts: ["127.0.0.1"] },
      } as never),
    });
    listener = await listen(app, { host: "127.0.0.1", port: 0 }, certificate);
    port = "port" in listener.address ? listener.address.port : 0;
  });
  afterAll(async () => {
    certificate.close();
    await listener.close(100);
    rmSync(folder, { recursive: true });
  });

  const plain = (method: string, host: string) =>
    new Promise<{ status: number | undefined; location: string | undefined; text: string }>((resolve, reject) => {
      request({ host: "127.0.0.1", port, method, path: "/x?q=1", headers: { host } }, (answer) => {
        let text = "";
        answer.on("data", (data) => (text += data));
        answer.on("end", () => resolve({ status: answer.statusCode, location: answer.headers.location, text }));
      })
        .on("error", reject)
        .end();
    });
  const servedName = () =>
    new Promise<unknown>((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().subject.CN);
        socket.destroy();
      }).on("error", reject);
    });

  it("answers over TLS, and leads a browser that came by plain HTTP there", async () => {
    expect((await makeClient(`https://127.0.0.1:${port}`).get("/x")).json()).toBe(`https://127.0.0.1:${port}`);
    const led = await plain("GET", `localhost:${port}`);
    expect([led.status, led.location]).toEqual([308, `https://localhost:${port}/x?q=1`]);
    expect(await plain("POST", `localhost:${port}`)).toMatchObject({
      status: 400,
      text: expect.stringContaining("speaks HTTPS"),
    });
    expect(await plain("GET", "evil.example")).toMatchObject({ status: 403, location: undefined });
  });

  it.each([
    ["TLSv1.1", "ERR_SSL"],
    ["TLSv1.2", "TLSv1.2"],
  ] as const)("speaks %s: %s", async (version, outcome) => {
    const spoken = await new Promise((resolve) => {
      const options = {
        host: "127.0.0.1",
        port,
        rejectUnauthorized: false,
        minVersion: version,
        maxVersion: version,
        ciphers: "DEFAULT@SECLEVEL=0",
      } as const;
      const socket = connect(options, () => {
        resolve(socket.getProtocol());
        socket.destroy();
      }).on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(spoken).toContain(outcome);
  });

  it("takes up a renewed certificate without a restart, and only one that fits its key", async () => {
    expect(await servedName()).toBe("first");
    writeFileSync(cert, "half of it");
    const [nextCert, nextKey] = [`${cert}.next`, `${key}.next`];
    makeCertificate("second", nextCert, nextKey);
    expect(await servedName()).toBe("first");
    copyFileSync(nextCert, cert);
    copyFileSync(nextKey, key);
    await expect.poll(servedName, { timeout: 30_000, interval: 200 }).toBe("second");
  });

  it("refuses a certificate and a key that do not fit, in a sentence", async () => {
    makeCertificate("other", `${cert}.other`, `${key}.other`);
    const opened = openCertificate({ cert: `${cert}.other`, key });
    await expect(opened).rejects.toThrow("that fit together");
  });
});

function makeCertificate(name: string, cert: string, key: string): void {
  const words = ["-subj", `/CN=${name}`, "-days", "1", "-nodes", "-x509", "-newkey", "rsa:2048"];
  execFileSync("openssl", ["req", ...words, "-out", cert, "-keyout", key], { stdio: "ignore" });
}
