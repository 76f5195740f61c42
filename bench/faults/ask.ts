import { type IncomingHttpHeaders, request } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  json<Shape>(): Shape;
}

export interface AskOptions {
  readonly body?: Uint8Array | string | undefined;
  readonly type?: string | undefined;
  /** Milliseconds until the question fails as unanswered. */
  readonly patience?: number | undefined;
}

/** One request on a connection of its own. A broken or silent connection is an error, as a client sees it. */
export function ask(url: string, method: string, options: AskOptions = {}): Promise<Answer> {
  const { body, type = "application/json", patience = 120_000 } = options;
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(body) };
    const outgoing = request(url, { method, headers, agent: false, timeout: patience }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on("data", (piece: Buffer) => pieces.push(piece));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const text = Buffer.concat(pieces).toString("utf8");
        const json = <Shape>() => JSON.parse(text) as Shape;
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json });
      });
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer to ${method} within ${patience} ms`)));
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

export interface UploadPart {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly type?: string | undefined;
}

/** The body of an upload; names as browsers write them. */
export function multipart(parts: readonly UploadPart[]): { body: Buffer; type: string } {
  const boundary = "------------------------khojfaults7d1";
  const pieces = parts.flatMap(({ name, bytes, type }) => [
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="${escapeName(name)}"\r\n` +
        `content-type: ${type ?? "application/octet-stream"}\r\n\r\n`,
    ),
    bytes,
    Buffer.from("\r\n"),
  ]);
  return {
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}

const escapeName = (name: string): string =>
  name.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
