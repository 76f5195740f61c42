import { type ModelDouble, serveModels } from "@khoj/models/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let double: ModelDouble;
let server: TestServer;
beforeAll(async () => {
  double = await serveModels({ models: ["words,delay=40,tokens=2000"] });
  server = await startTestServer({ config: { anonymous: false } });
});
afterAll(async () => {
  await server?.stop();
  await double?.stop();
});

it("an answer that is stopped ends at the model too, what there was of it is kept, and nobody else can stop it", async () => {
  const admin = await signInAs(server, { email: "root@example.org", role: "admin" });
  const provider = { name: "Slow", kind: "openai", base_url: `${double.url}/v1` };
  const { id } = (await admin.send("POST", "/api/admin/providers", provider)).json();
  await admin.send("POST", "/api/admin/models", { provider_id: id, model: "words,delay=40,tokens=2000" });
  const ann = await signInAs(server, { email: "ann@example.org" });
  const bob = await signInAs(server, { email: "bob@example.org" });
  const conversation = (await ann.send("POST", "/api/chat/sessions", {})).json().conversation_id;
  const turn = { conversation_id: conversation, turn_id: "the-turn" };
  const asked = ann.send("POST", "/api/chat", { q: "/general Talk at length", stream: true, ...turn });
  await expect.poll(() => double.asked.length, { timeout: 15_000 }).toBe(1);
  expect((await bob.send("POST", "/api/chat/stop", turn)).json()).toEqual({ stopped: false });
  expect((await ann.send("POST", "/api/chat/stop", turn)).json()).toEqual({ stopped: true });
  expect((await asked).text).not.toContain("end_response");
  await expect.poll(() => double.left.length, { timeout: 15_000 }).toBe(1);
  const { chat } = (await ann.get(`/api/chat/history?conversation_id=${conversation}`)).json().response;
  expect(chat.map(({ by }: { by: string }) => by)).toEqual(["you", "khoj"]);
  expect((await ann.send("POST", "/api/chat/stop", turn)).json()).toEqual({ stopped: false });
});
