import type { IncomingMessage, ServerResponse } from "node:http";
import { readKnobs } from "./knobs.ts";
import { header, record, words } from "./protocol.ts";

/** What was asked of the double's ears or mouth. */
export interface AudioAsked {
  readonly path: string;
  readonly model: string;
  readonly key: string | undefined;
  /** Text to speak, or how many bytes of sound came, under which name. */
  readonly text: string | undefined;
  readonly bytes: number;
  readonly fileName: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
}

/** OpenAI's transcriptions and speech. */
export async function answerAudio(
  request: IncomingMessage,
  response: ServerResponse,
  { path, body }: { readonly path: string; readonly body: Buffer },
): Promise<AudioAsked> {
  const asked = path.endsWith("/speech") ? readSpeech(request, path, body) : await readRecording(request, path, body);
  const { fault } = readKnobs(asked.model);
  if (fault === "hang") return asked;
  if (fault !== undefined) {
    const status = { "rate-limit": 429, key: 401, "no-such-model": 404 }[fault as string] ?? 500;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message: "no", type: "server_error", param: null, code: null } }));
  } else if (path.endsWith("/speech")) {
    response.writeHead(200, { "content-type": "audio/mpeg" });
    // The mark of an MPEG frame, then one byte per character of the text.
    response.end(Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.from(asked.text ?? "")]));
  } else {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ text: `heard ${asked.bytes} bytes` }));
  }
  return asked;
}

function readSpeech(request: IncomingMessage, path: string, body: Buffer): AudioAsked {
  const fields = record(JSON.parse(body.toString()));
  return {
    path,
    model: words(fields.model),
    key: keyOf(request),
    text: words(fields.input),
    bytes: 0,
    fileName: undefined,
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])),
  };
}

async function readRecording(request: IncomingMessage, path: string, body: Buffer): Promise<AudioAsked> {
  const form = await new Response(new Uint8Array(body), {
    headers: { "content-type": header(request, "content-type") ?? "" },
  }).formData();
  const file = form.get("file");
  const fields = [...form.entries()].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
  return {
    path,
    model: words(form.get("model")),
    key: keyOf(request),
    text: undefined,
    bytes: file instanceof File ? file.size : 0,
    fileName: file instanceof File ? file.name : undefined,
    fields: Object.fromEntries(fields),
  };
}

const keyOf = (request: IncomingMessage): string | undefined =>
  header(request, "authorization")?.replace(/^Bearer /, "");
