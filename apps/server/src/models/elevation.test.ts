import type { ModelProvider } from "@khoj/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInClient, signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

const openai = { kind: "openai", base_url: "http://127.0.0.1:9/v1", key: "sk-a-key-that-nobody-may-see-1234" };
let server: TestServer;
let tired: SignedInClient;
let fresh: SignedInClient;
let provider: ModelProvider;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  fresh = await signInAs(server, { email: "fresh@example.org", role: "admin" });
  tired = await signInAs(server, { email: "tired@example.org", role: "admin", elevated: false });
  provider = (await fresh.send("POST", "/api/admin/providers", { ...openai, name: "Ours" })).json();
});
afterAll(() => server?.stop());

describe("an administrator who has not just shown who they are", () => {
  it.each([
    ["adds no provider", "POST", "", { ...openai, name: "Theirs" }],
    ["sends nothing to another address", "PATCH", "/ID", { base_url: "http://127.0.0.1:10/v1", key: "another-key" }],
    ["sends nothing to the usual address", "PATCH", "/ID", { base_url: null, key: "another-key" }],
    ["changes no key", "PATCH", "/ID", { key: "another-key-of-theirs" }],
    ["takes no key away", "PATCH", "/ID", { key: null }],
    ["removes no provider", "DELETE", "/ID", undefined],
  ] as const)("%s", async (_what, method, path, body) => {
    const address = `/api/admin/providers${path.replace("ID", String(provider.id))}`;
    const refused = await tired.send(method, address, body);
    expect([refused.status, refused.json()]).toEqual([403, expect.objectContaining({ needs: "elevation" })]);
    const { providers } = (await fresh.get("/api/admin/providers")).json();
    expect(providers).toMatchObject([{ name: "Ours", base_url: openai.base_url, key_hint: "…1234" }]);
  });

  it("may give a provider another name", async () => {
    const named = await tired.send("PATCH", `/api/admin/providers/${provider.id}`, { name: "Ours" });
    expect(named.status).toBe(200);
  });
});

it("people who are no administrators see and change no provider, model or voice", async () => {
  const person = await signInAs(server, { email: "person@example.org" });
  for (const room of ["providers", "models", "speech", "embedding"])
    expect((await person.get(`/api/admin/${room}`)).status, room).toBe(403);
  expect((await person.send("POST", "/api/admin/providers", { ...openai, name: "Mine" })).status).toBe(403);
});
