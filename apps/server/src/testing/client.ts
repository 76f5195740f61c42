import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body as JSON, for a test to look into; throws where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects to find
  json(): any;
}

export interface Ask {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface UploadedFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly type?: string;
}

export interface Client {
  /** What goes with every request: a cookie, a key. */
  readonly always: Readonly<Record<string, string>>;
  /** Sends exactly this, Host and Origin included; follows nothing. */
  request(method: string, path: string, ask?: Ask): Promise<Answer>;
  get(path: string, headers?: Ask["headers"]): Promise<Answer>;
  /** Sends `body` as JSON. */
  send(method: string, path: string, body: unknown, headers?: Ask["headers"]): Promise<Answer>;
  /** Uploads by multipart, as a client of the contract does: part `files`, the path as file name. */
  upload(files: readonly UploadedFile[], options?: { method?: string; path?: string }): Promise<Answer>;
}

/** `always` goes with every request: a cookie, a key. */
export function makeClient(url: string, always: Ask["headers"] = {}): Client {
  const request: Client["request"] = (method, path, ask = {}) =>
    requestRaw(new URL(url), method, path, { ...ask, headers: { ...always, ...ask.headers } });
  return {
    always,
    request,
    get: (path, headers = {}) => request("GET", path, { headers }),
    send: (method, path, body, headers = {}) =>
      request(method, path, {
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
    upload: (files, { method = "PATCH", path = "/api/content?client=test" } = {}) =>
      request(method, path, multipart(files)),
  };
}

function requestRaw(url: URL, method: string, path: string, ask: Ask): Promise<Answer> {
  const place = { hostname: url.hostname.replace(/^\[|\]$/g, ""), port: url.port };
  // A certificate made for the test is nobody's but its own.
  return exchange({ ...place, method, path, rejectUnauthorized: false }, ask, url.protocol === "https:");
}

/** Asks a server that listens on a Unix socket. */
export const requestOverSocket = (socketPath: string, path: string): Promise<Answer> =>
  exchange({ socketPath, path, headers: { host: "localhost" } }, {}, false);

function exchange(
  place: RequestOptions & { rejectUnauthorized?: boolean },
  { headers = {}, body }: Ask,
  secure: boolean,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const options = { ...place, agent: false as const, headers: { ...place.headers, ...length, ...headers } };
    const outgoing = (secure ? httpsRequest : httpRequest)(options, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on("data", (piece: Buffer) => pieces.push(piece));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const bytes = Buffer.concat(pieces);
        const text = bytes.toString("utf8");
        const json = () => JSON.parse(text);
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes, text, json });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** The body and headers of a multipart upload. */
export function multipart(files: readonly UploadedFile[]): Required<Ask> {
  const boundary = "-------------------------khoj-test";
  const pieces = files.flatMap(({ name, content, type = "text/markdown" }) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
    content,
    "\r\n",
  ]);
  const body = Buffer.concat([...pieces, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece)));
  return { body, headers: { "content-type": `multipart/form-data; boundary=${boundary}` } };
}
