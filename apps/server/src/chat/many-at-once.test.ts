import { type ModelDouble, serveModels } from "@khoj/models/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { askStreaming } from "./testing/ask.ts";
import { useModels } from "./testing/use-models.ts";

const people = 50;
const words = 60;
const nameOf = (index: number): string => `walker${index}x`;
/** Says the name it was asked about over and over, so that a word in another's answer would show. */
const about = (turns: readonly { readonly text: string }[]): string => {
  const name = /walker\d+x/.exec(turns.at(-1)?.text ?? "")?.[0] ?? "nobody";
  return Array.from({ length: words }, (_, index) => `${name} step${index}`).join(" ");
};

let server: TestServer;
let double: ModelDouble;
beforeAll(async () => {
  double = await serveModels({ answerers: { about: ({ turns }) => about(turns) } });
  server = await startTestServer();
  await server.upload([{ name: "light.md", content: "# Lighthouse\n\nThe keeper counted 5403 puffins.\n" }]);
  await useModels(server, double, ["about,delay=40"]);
});
afterAll(async () => {
  await server?.stop();
  await double?.stop();
});

it(`${people} answers at once: none mixed up, one stopped, and search answers meanwhile`, {
  timeout: 120_000,
}, async () => {
  const sessions = await Promise.all(
    Array.from({ length: people }, () => server.send("POST", "/api/chat/sessions", {})),
  );
  const turns = sessions.map((session, index) => ({
    conversation_id: session.json().conversation_id as string,
    turn_id: `turn-${index}`,
  }));
  const asking = turns.map((turn, index) =>
    askStreaming(server, { q: `/general What did ${nameOf(index)} do?`, ...turn }),
  );
  await expect.poll(() => double.asked.length, { timeout: 60_000 }).toBe(people);
  const [stopped = { conversation_id: "", turn_id: "" }] = turns;
  expect((await server.send("POST", "/api/chat/stop", stopped)).json()).toEqual({ stopped: true });
  let searches = 0;
  let answering = true;
  const answers = Promise.all(asking).finally(() => {
    answering = false;
  });
  while (answering) {
    const found = await server.get("/api/search?q=puffins&n=1");
    expect(found.status, found.text).toBe(200);
    const [hit] = found.json();
    expect(hit?.entry).toContain("5403");
    searches += 1;
  }
  const [first, ...others] = await answers;
  expect(searches).toBeGreaterThan(5);
  expect(first?.types).not.toContain("end_response");
  expect(first?.text.length).toBeLessThan(about([{ text: nameOf(0) }]).length);
  expect(double.left.map(({ turns: asked }) => asked.at(-1)?.text)).toEqual([expect.stringContaining(nameOf(0))]);
  for (const [index, { text, types, conversationId }] of others.entries()) {
    expect(text).toBe(about([{ text: nameOf(index + 1) }]));
    expect(types.at(-1)).toBe("end_response");
    expect(conversationId).toBe(turns[index + 1]?.conversation_id);
  }
  const kept = await Promise.all(
    turns.map(async ({ conversation_id: id }) => {
      const { chat } = (await server.get(`/api/chat/history?conversation_id=${id}`)).json().response;
      return chat.map(({ message }: { message: string }) => message);
    }),
  );
  for (const [index, [question, answer]] of kept.entries()) {
    expect(question).toContain(nameOf(index));
    expect(index === 0 ? answer.startsWith(first?.text ?? "") : answer === others[index - 1]?.text).toBe(true);
  }
  expect(
    (await Promise.all(turns.map((turn) => server.send("POST", "/api/chat/stop", turn)))).map((r) => r.json()),
  ).toEqual(turns.map(() => ({ stopped: false })));
});
