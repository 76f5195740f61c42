import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface SyntheticEndpoint {
  /** Such as `http://127.0.0.1:40123/v1`. */
  readonly baseUrl: string;
  /** Texts embedded so far. */
  embedded(): number;
  stop(): void;
}

const dimensions = 384;
const clusters = 2000;
const noises = 1 << 16;

/**
 * An OpenAI-compatible endpoint whose vectors stand in clusters, each made of the hash of its text: as fast as an endpoint
 * can be, so that what is measured is the server. Whole numbers, which are short to write; whoever asks makes them of length 1.
 */
export async function startSyntheticEndpoint(): Promise<SyntheticEndpoint> {
  const vectorOf = vectors();
  let embedded = 0;
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      response.setHeader("content-type", "application/json");
      if (request.method === "GET") return void response.end('{"object":"list","data":[{"id":"synthetic-embed"}]}');
      const { input } = JSON.parse(Buffer.concat(pieces).toString("utf8")) as { input: readonly string[] };
      embedded += input.length;
      const data = input.map(
        (text, index) => `{"object":"embedding","index":${index},"embedding":[${vectorOf(text)}]}`,
      );
      response.end(`{"object":"list","model":"synthetic-embed","data":[${data.join()}]}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    embedded: () => embedded,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function vectors(): (text: string) => string {
  const random = xorshift(42);
  const number = (): number => Math.round(((random() + random() + random()) / 2 ** 32 - 1.5) * 60);
  const centres = Int8Array.from({ length: clusters * dimensions }, number);
  const noise = Int8Array.from({ length: noises + dimensions }, number);
  return (text) => {
    const hash = hashOf(text);
    const centre = (hash % clusters) * dimensions;
    const [one, other] = [(hash >>> 3) % noises, Math.imul(hash, 0x9e3779b1) >>> 16];
    let written = "";
    for (let at = 0; at < dimensions; at++) {
      const value = (centres[centre + at] ?? 0) + (((noise[one + at] ?? 0) + (noise[other + at] ?? 0)) >> 1);
      written += at === 0 ? value : `,${value}`;
    }
    return written;
  };
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
