import { chmod, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { KhojError } from "@khoj/contract";
import type { Config } from "../config.ts";
import type { App } from "../platform/http/app.ts";
import { type Address, type Listener, listen } from "../platform/http/listen.ts";
import type { CertificateInUse } from "../platform/http/secure-server.ts";
import { findPortHolder } from "../platform/port-holder.ts";

/** Listens on every address the configuration names: both loopbacks, one address, or a socket. */
export async function bindAddresses(
  app: App,
  wanted: Config["listen"],
  certificate: CertificateInUse | undefined,
): Promise<readonly Listener[]> {
  if ("socket" in wanted) return [await bindSocket(app, wanted.socket)];
  const listeners: Listener[] = [];
  let port = wanted.port;
  for (const host of wanted.hosts) {
    try {
      const listener = await bind(app, { host, port }, certificate);
      listeners.push(listener);
      // Port 0 is whatever the first address got; the others must be found at the same one.
      if ("port" in listener.address) port = listener.address.port;
    } catch (error) {
      if (listeners.length > 0 && isMissing(error)) continue;
      await Promise.all(listeners.map((listener) => listener.close(0)));
      throw error;
    }
  }
  return listeners;
}

/** Machines without IPv6 have no ::1; the other loopback serves. */
const isMissing = (error: unknown): boolean =>
  error instanceof KhojError && ["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(String(error.details.code));

async function bind(app: App, address: Address, certificate: CertificateInUse | undefined): Promise<Listener> {
  try {
    return await listen(app, address, certificate);
  } catch (error) {
    throw await explain(error as NodeJS.ErrnoException, address);
  }
}

async function explain(error: NodeJS.ErrnoException, address: Address): Promise<KhojError> {
  const details = { code: error.code };
  const failed = (message: string) => new KhojError("unavailable", message, { cause: error, details });
  if ("path" in address)
    return failed(`the socket ${address.path} cannot be made (${error.code}); give --socket another path`);
  const { host, port } = address;
  if (error.code === "EADDRINUSE") {
    const holder = (await findPortHolder(port)) ?? "another program";
    return failed(`port ${port} is taken by ${holder}; stop it, or give --port another number`);
  }
  if (error.code === "EACCES") return failed(`port ${port} is for root only; give --port a number above 1023`);
  return failed(`the address ${host} port ${port} cannot be listened on (${error.code}); give --host another`);
}

/** For this user only: whoever may open the socket counts as sitting at this computer. */
async function bindSocket(app: App, path: string): Promise<Listener> {
  await removeDeadSocket(path);
  const listener = await bind(app, { path }, undefined);
  await chmod(path, 0o600);
  return listener;
}

/** A server that was killed leaves its socket behind; nobody answers there. */
async function removeDeadSocket(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isSocket()) return;
  const alive = await new Promise<boolean>((resolve) => {
    const attempt = connect(path, () => {
      attempt.destroy();
      resolve(true);
    });
    attempt.on("error", () => resolve(false));
  });
  if (!alive) await rm(path);
}
