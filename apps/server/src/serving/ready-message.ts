import type { StatusPart } from "@khoj/contract";
import type { Config } from "../config.ts";
import type { Listener } from "../platform/http/listen.ts";

/** Where whoever reads the terminal reaches it: `http://localhost:42110`, or the socket. */
export function publicAddress(config: Config, listeners: readonly Listener[]): string {
  const [first] = listeners;
  if (first === undefined || "path" in first.address)
    return first ? `unix:${(first.address as { path: string }).path}` : "";
  const { host, port } = first.address;
  const name = ["127.0.0.1", "::1", "0.0.0.0", "::"].includes(host)
    ? "localhost"
    : host.includes(":")
      ? `[${host}]`
      : host;
  return `${config.certificate ? "https" : "http"}://${name}:${port}`;
}

/**
 * What the terminal shows once it answers. Emacs waits for the line `Uvicorn running on http://HOST:PORT`, with the host
 * as it was given.
 */
export function readyMessage(config: Config, listeners: readonly Listener[], parts: readonly StatusPart[]): string {
  const address = publicAddress(config, listeners);
  const facts = parts.flatMap(({ name, facts }) =>
    typeof facts.summary === "string" ? [`  ${name.padEnd(10)} ${facts.summary}`] : [],
  );
  const warnings = parts.flatMap(({ warnings }) => warnings);
  return [
    `Khoj ${config.version} is ready: ${address}`,
    ...facts,
    ...warnings.map((warning) => `  note       ${warning}`),
    `Uvicorn running on ${named(config, listeners)} (Press CTRL+C to quit)`,
    "",
  ].join("\n");
}

function named({ listen, certificate }: Config, [first]: readonly Listener[]): string {
  if ("socket" in listen || first === undefined || "path" in first.address)
    return `unix socket ${"socket" in listen ? listen.socket : ""}`;
  return `${certificate ? "https" : "http"}://${listen.named}:${first.address.port}`;
}
