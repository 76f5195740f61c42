import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** How a place behaves that has models: `gone`: 404 for all; `failing`: 503; `cut`: the connection ends in the middle, each time; `broken`: once; `slow`: some bytes, then nothing; `lying`: other bytes, as many. */
export type Behaviour = "well" | "gone" | "failing" | "cut" | "broken" | "slow" | "lying" | "elsewhere";

export interface PlaceKnobs {
  hub: Behaviour;
  index: Behaviour;
  /** How the index lists files. */
  pages: "json" | "html";
  /** The hash the index tells of a file. */
  hash: "right" | "wrong" | "none";
  /** The index asks for this name and word. */
  signIn: string | undefined;
}

export interface ModelPlaces {
  readonly url: string;
  readonly hub: string;
  readonly index: string;
  readonly knobs: PlaceKnobs;
  /** Paths that were asked for, in order, with the range asked for. */
  readonly asked: string[];
  /** Headers of each request that named somebody. */
  readonly named: string[];
  stop(): Promise<void>;
}

/** What a place has: in memory, or a file too large for it. */
export type Held = Uint8Array | { readonly file: string; readonly bytes: number; readonly sha256: string };

export interface PlacesOptions {
  /** By path at the hub: `OWNER/NAME/resolve/REVISION/FILE`. */
  readonly hub?: Readonly<Record<string, Held>>;
  /** By name of package, then of file. */
  readonly index?: Readonly<Record<string, Readonly<Record<string, Held>>>>;
  readonly knobs?: Partial<PlaceKnobs>;
  /** For HTTPS. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

/** A model hub and a Python package index at a port of their own, which behave as told. */
export async function startModelPlaces(options: PlacesOptions): Promise<ModelPlaces> {
  const usual: PlaceKnobs = { hub: "well", index: "well", pages: "json", hash: "right", signIn: undefined };
  const knobs: PlaceKnobs = { ...usual, ...options.knobs };
  const asked: string[] = [];
  const named: string[] = [];
  const answer: RequestListener = (request, response) => {
    const { range, authorization } = request.headers;
    asked.push(`${request.url}${range === undefined ? "" : ` ${range}`}`);
    if (authorization !== undefined) named.push(`${request.url} ${authorization}`);
    void answerOne({ ...options, knobs }, request, response).catch(() => response.destroy());
  };
  const server = options.certificate ? createHttps(options.certificate, answer) : createHttp(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `${options.certificate ? "https" : "http"}://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    hub: `${url}/hub`,
    index: `${url}/simple`,
    knobs,
    asked,
    named,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Place = PlacesOptions & { readonly knobs: PlaceKnobs };

async function answerOne(place: Place, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "", "http://place");
  const { knobs } = place;
  const [, area = "", ...rest] = pathname.split("/").map(decodeURIComponent);
  if (area === "hub") return give(knobs.hub, place.hub?.[rest.join("/")], request, response);
  if (area === "moved") return give("well", place.hub?.[rest.join("/")], request, response);
  if (area === "files") return give(knobs.index, place.index?.[rest[0] ?? ""]?.[rest[1] ?? ""], request, response);
  if (area !== "simple") return void response.writeHead(404).end();
  if (knobs.signIn !== undefined) {
    const wanted = `Basic ${Buffer.from(knobs.signIn).toString("base64")}`;
    if (request.headers.authorization !== wanted) return void response.writeHead(401).end();
  }
  const files = place.index?.[rest[0] ?? ""];
  if (knobs.index === "gone" || files === undefined) return void response.writeHead(404).end("not here");
  if (knobs.index === "failing") return void response.writeHead(503).end();
  list(knobs, rest[0] ?? "", files, response);
}

function list(knobs: PlaceKnobs, name: string, files: Readonly<Record<string, Held>>, response: ServerResponse): void {
  const offers = Object.entries(files).map(([file, held]) => {
    const sha256 = knobs.hash === "wrong" ? "0".repeat(64) : hashOf(held);
    return { file, sha256, url: `../../files/${name}/${encodeURIComponent(file)}` };
  });
  if (knobs.pages === "html") {
    const hash = (sha256: string) => (knobs.hash === "none" ? "" : `#sha256=${sha256}`);
    const links = offers.map(({ file, sha256, url }) => `<a href="${url}${hash(sha256)}">${file}</a><br>`);
    response.writeHead(200, { "content-type": "text/html" }).end(`<!DOCTYPE html><body>${links.join("\n")}</body>`);
    return;
  }
  const hashes = (sha256: string) => (knobs.hash === "none" ? {} : { sha256 });
  const told = offers.map(({ file, sha256, url }) => ({ filename: file, url, hashes: hashes(sha256) }));
  response
    .writeHead(200, { "content-type": "application/vnd.pypi.simple.v1+json" })
    .end(JSON.stringify({ meta: { "api-version": "1.1" }, name, files: told }));
}

const hashOf = (held: Held): string =>
  held instanceof Uint8Array ? createHash("sha256").update(held).digest("hex") : held.sha256;

async function give(
  behaviour: Behaviour,
  held: Held | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (behaviour === "failing") return void response.writeHead(503).end();
  if (behaviour === "gone" || held === undefined) return void response.writeHead(404).end();
  if (behaviour === "elsewhere") {
    response.writeHead(302, { location: (request.url ?? "").replace("/hub/", "/moved/") }).end();
    return;
  }
  if (!(held instanceof Uint8Array)) {
    response.writeHead(200, { "content-length": held.bytes });
    createReadStream(held.file).pipe(response);
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const bytes = behaviour === "lying" ? held.map((byte) => byte ^ 1) : held;
  const body = bytes.subarray(start);
  const head = { "content-length": body.length, "accept-ranges": "bytes" };
  const ranged = { ...head, "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(start > 0 ? 206 : 200, start > 0 ? ranged : head);
  const isStopped = behaviour === "slow" || behaviour === "cut" || (behaviour === "broken" && start === 0);
  if (!isStopped) return void response.end(body);
  response.write(body.subarray(0, Math.ceil(body.length / 2)));
  // The first half is on its way before the connection ends.
  await wait(50);
  if (behaviour !== "slow") response.destroy();
}
