import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type KhojClient, type KhojClientOptions, khojClient, type UploadOutcome } from "./index.ts";

let server: Server | undefined;
afterEach(() => new Promise<void>((done) => (server === undefined ? done() : server.close(() => done()))));

test("sends what was typed and who asks, and reads why meaning took no part", async () => {
  const { client, seen } = await serverThat((_, response) => {
    response.setHeader("x-khoj-search", "words-only; no embedding model");
    response.end(JSON.stringify([{ entry: "bread", score: 0.1, additional: { file: "a.md" } }]));
  });
  const answer = await client.search.find({ query: "früh & spät", limit: 5, type: "org" });
  expect(answer.degraded).toBe("words-only; no embedding model");
  expect(answer.hits[0]?.additional.file).toBe("a.md");
  expect(Object.fromEntries(new URL(seen[0]?.url ?? "", "http://x").searchParams)).toMatchObject({
    q: "früh & spät",
    n: "5",
    t: "org",
    client: "cli",
    timezone: "Asia/Tokyo",
  });
});

test.each([
  [403, `{"detail":"Forbidden","reason":"Your key expired on 3 March."}`, "forbidden", "Your key expired on 3 March."],
  [404, `{"status":"error","message":"Conversation c1 not found"}`, "not_found", "Conversation c1 not found"],
  [400, `{"error":"The page number is too high."}`, "bad_request", "The page number is too high."],
  [422, `{"detail":[{"loc":["query","q"],"msg":"Field required"}]}`, "invalid", "q: Field required"],
  [
    500,
    "<html><body>Bad gateway here</body></html>",
    "internal",
    "The server failed while doing this. Its log says why.",
  ],
  [403, `{"detail":"Forbidden"}`, "forbidden", "You may not do this here. Sign in, or ask the administrator."],
])("turns a %i into a sentence", async (status, body, code, message) => {
  const { client } = await serverThat((_, response) => response.writeHead(status).end(body));
  await expect(client.chat.history("c1")).rejects.toMatchObject({ name: "KhojError", code, message });
});

test("takes a redirect of a shared conversation for done, and does not follow it", async () => {
  const { client, seen } = await serverThat((_, response) => response.writeHead(301, { location: "/chat" }).end());
  await client.chat.unshare("a-slug");
  expect(seen.map(({ url }) => url)).toEqual(["/api/chat/share?public_conversation_slug=a-slug"]);
});

test("says so when nothing answers", async () => {
  const client = khojClient({ baseUrl: "http://127.0.0.1:9", client: "cli" });
  await expect(client.account.ping()).rejects.toMatchObject({ code: "unavailable", message: /does not answer/ });
});

test("leaves an abort an abort", async () => {
  const { client } = await serverThat(() => undefined);
  const stop = new AbortController();
  const search = client.search.find({ query: "slow", signal: stop.signal });
  stop.abort();
  await expect(search).rejects.toMatchObject({ name: "AbortError" });
  server?.closeAllConnections();
});

test("makes a refused request once more when what it needed was given, and not a third time", async () => {
  const asked: unknown[] = [];
  const { client, seen } = await serverThat(
    (_, response) => response.writeHead(403).end(`{"detail":"Forbidden","reason":"Prove it now","needs":"elevation"}`),
    async ({ details }) => asked.push(details.needs) > 0,
  );
  await expect(client.spaces.remove("s1")).rejects.toMatchObject({ code: "forbidden", message: "Prove it now" });
  expect(asked).toEqual(["elevation"]);
  expect(seen.map(({ url }) => url)).toEqual(["/api/spaces/s1", "/api/spaces/s1"]);
});

test("says that an answer broke off, after giving what arrived", async () => {
  const { client } = await serverThat((_, response) => response.end("half an answer␃🔚␗"));
  const texts: string[] = [];
  const reading = (async () => {
    for await (const event of client.chat.ask({ text: "Why?" })) if (event.type === "text") texts.push(event.data);
  })();
  await expect(reading).rejects.toMatchObject({ code: "unavailable", message: /stopped before its end/ });
  expect(texts).toEqual(["half an answer"]);
});

test("W-60: sends a question as typed, percent signs too", async () => {
  const { client, seen } = await serverThat((_, response) => response.end(`{"type":"end_response","data":""}␃🔚␗`));
  for await (const _ of client.chat.ask({ text: "is 100%25 right?", createNew: true }));
  expect(JSON.parse(seen[0]?.body ?? "").q).toBe("is 100%25 right?");
});

test("uploads files in one request with their whole names and types, and reports each", async () => {
  const { client, seen } = await serverThat((_, response) => response.end("Deep/früh, spät.md,b.org"));
  const outcomes = await upload(client, ["Deep/früh, spät.md", "b.org", "tool.exe"]);
  expect(outcomes).toEqual({
    "Deep/früh, spät.md": { state: "saved" },
    "b.org": { state: "saved" },
    "tool.exe": { state: "refused", reason: "The server did not take this kind of file." },
  });
  expect(seen).toHaveLength(1);
  expect(seen[0]?.body).toContain(`filename="Deep/früh, spät.md"`);
  expect(seen[0]?.body).toContain("Content-Type: text/org");
});

test("never sends an empty file, which would delete the note of its name", async () => {
  const { client, seen } = await serverThat((_, response) => response.end(""));
  const outcomes: Record<string, UploadOutcome> = {};
  await client.upload.send([{ name: "empty.md", content: new Blob([]) }], {
    onFile: (name, outcome) => Object.assign(outcomes, { [name]: outcome }),
  });
  expect(outcomes["empty.md"]).toMatchObject({ state: "refused", reason: /empty/ });
  expect(seen).toHaveLength(0);
});

test("sends the files of a refused group one by one, so that each has its own reason", async () => {
  const { client } = await serverThat((request, response, body) => {
    if (body.includes("big.md")) response.writeHead(413).end(`{"detail":"big.md is larger than 100 MB."}`);
    else response.end("small.md");
    request.resume();
  });
  expect(await upload(client, ["small.md", "big.md"])).toEqual({
    "small.md": { state: "saved" },
    "big.md": { state: "refused", reason: "big.md is larger than 100 MB." },
  });
});

async function upload(client: KhojClient, names: readonly string[]): Promise<Record<string, UploadOutcome>> {
  const outcomes: Record<string, UploadOutcome> = {};
  const files = names.map((name) => ({ name, content: new Blob([`text of ${name}`]) }));
  await client.upload.send(files, { onFile: (name, outcome) => Object.assign(outcomes, { [name]: outcome }) });
  return outcomes;
}

interface Seen {
  readonly url: string;
  readonly body: string;
}

async function serverThat(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => unknown,
  onRefusal?: KhojClientOptions["onRefusal"],
): Promise<{ client: KhojClient; seen: readonly Seen[] }> {
  const seen: Seen[] = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      seen.push({ url: request.url ?? "", body });
      answer(request, response, body);
    });
  });
  await new Promise<void>((ready) => server?.listen(0, "127.0.0.1", () => ready()));
  const { port } = server.address() as AddressInfo;
  return {
    client: khojClient({ baseUrl: `http://127.0.0.1:${port}/`, client: "cli", timeZone: "Asia/Tokyo", onRefusal }),
    seen,
  };
}
