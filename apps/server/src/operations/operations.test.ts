import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { multipart } from "../testing/client.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ config: { version: "9.8.7" } });
});
afterAll(() => server.stop());

const settings = async () => (await server.get("/api/settings?detailed=true")).json();

describe("who the person is", () => {
  it.each(["Bearer kk-wrong", "Bearer ", "Bearer nil", "bearer x", "Basic YTpi", "kk-x"])(
    "is the one person of this computer, whatever %j says",
    async (authorization) => {
      const answer = await server.get("/api/v1/user", { authorization });
      expect(answer.json()).toEqual({
        email: "default@example.com",
        username: "default",
        photo: null,
        is_active: true,
        has_documents: false,
        khoj_version: "9.8.7",
      });
    },
  );

  it("is nobody for a client application, which is somebody else", async () => {
    const answer = await server.get("/api/v1/user?client_id=app&phone_number=1");
    expect([answer.status, answer.json().detail]).toEqual([403, "Forbidden"]);
  });

  it("keeps a name of at most two words, until it is taken away", async () => {
    await server.request("PATCH", "/api/user/name?name=Ada%20%20Lovelace");
    expect(await settings()).toMatchObject({ given_name: "Ada Lovelace" });
    const long = await server.request("PATCH", "/api/user/name?name=a%20b%20c");
    expect([long.status, long.json().detail]).toEqual([400, expect.stringContaining("two words")]);
    await server.request("PATCH", "/api/user/name?name=");
    expect(await settings()).toMatchObject({ given_name: null });
  });

  it("keeps whether chat may remember", async () => {
    expect(await settings()).toMatchObject({ enable_memory: true });
    const answer = await server.request("PATCH", "/api/user/memory?enable_memory=false");
    expect(answer.json()).toEqual({ status: "ok", enable_memory: false });
    expect(await settings()).toMatchObject({ enable_memory: false });
  });

  it("is not erased by one call of whoever reaches the port", async () => {
    const answer = await server.request("DELETE", "/api/self");
    expect([answer.status, answer.json()]).toEqual([
      403,
      { detail: "Forbidden", reason: expect.stringContaining("remove its data directory") },
    ]);
    expect((await server.get("/api/v1/user")).status).toBe(200);
  });
});

describe("what is set up", () => {
  it("names the quoting answerer as the chat model everywhere", async () => {
    const name = "Quotes from your notes";
    expect(await settings()).toMatchObject({ chat_model_options: [{ id: 1, name }], selected_chat_model_config: 1 });
    expect((await server.get("/api/model/chat/options")).json()).toMatchObject([{ id: 1, name }]);
    expect((await server.get("/api/model/chat")).json()).toEqual({ id: 1, chat_model: name });
    expect((await server.get("/api/agents")).json()).toMatchObject([{ slug: "khoj", chat_model: name }]);
  });

  it.each([
    ["POST", "/api/model/chat?id=1", 200],
    ["POST", "/api/model/chat?id=", 200],
    ["POST", "/api/model/chat?id=99", 404],
    ["POST", "/api/model/chat?id=abc", 400],
    ["POST", "/api/model/voice?id=zz", 404],
    ["POST", "/api/model/paint?id=7", 404],
    ["DELETE", "/api/agents/khoj", 400],
    ["DELETE", "/api/agents/nobody", 404],
    ["GET", "/api/agents/KHOJ", 200],
    ["GET", "/api/agents/conversation?conversation_id=none", 404],
    ["GET", "/api/automation", 200],
    ["POST", "/api/automation?q=a&crontime=0%209%20*%20*%20*", 501],
    ["POST", "/api/automation?q=a&crontime=*/5%20*%20*%20*%20*", 400],
    ["POST", "/api/automation?q=a&crontime=nonsense", 400],
    ["DELETE", "/api/automation?automation_id=x", 204],
    ["GET", "/api/memories", 200],
    ["DELETE", "/api/memories/7", 404],
    ["DELETE", "/api/memories/x", 422],
    ["GET", "/api/update", 200],
    ["GET", "/api/update?t=bogus", 422],
    ["GET", "/api/notion/auth/callback?code=a&state=b", 400],
  ])("answers %s %s with %i", async (method, path, status) => {
    expect((await server.request(method, path)).status).toBe(status);
  });

  it("takes speech apart from other faults: no file, too long a file, nothing that listens", async () => {
    const say = (content: string | Uint8Array, field: string) => {
      const { headers, body } = multipart([{ name: "blob", content, type: '"application/octet-stream"' }]);
      const named = Buffer.from(body).toString("latin1").replace('name="files"', `name="${field}"`);
      return server.request("POST", "/api/transcribe", { headers, body: Buffer.from(named, "latin1") });
    };
    const answers = await Promise.all([say("x", "other"), say(Buffer.alloc(10_485_761), "file"), say("x", "file")]);
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 501]);
    expect(answers[2]?.text).toBe("");
  });
});

describe("how the instance is", () => {
  it("says what runs, where, and what each part says of itself", async () => {
    const status = (await server.get("/api/status")).json();
    expect(status).toMatchObject({
      version: "9.8.7",
      mode: "anonymous",
      addresses: [server.url],
      data_directory: server.dataDirectory,
      pid: process.pid,
    });
    expect(status.parts.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(["search", "ingest"]),
    );
  });

  it("describes every route it answers, with who may call it", async () => {
    const description = (await server.get("/openapi.json")).json();
    expect(description.openapi).toBe("3.1.0");
    expect(description.paths["/api/agents/{slug}"].get["x-allow"]).toBe("open");
    expect(description.paths["/api/search"].get.parameters).toContainEqual(
      expect.objectContaining({ name: "q", in: "query", required: true }),
    );
    expect(
      description.paths["/api/memories/{memory_id}"].put.requestBody.content["application/json"].schema,
    ).toMatchObject({
      required: ["raw"],
    });
  });
});
