import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { askStreaming } from "./testing/ask.ts";

let server: TestServer;
let conversation: string;
beforeAll(async () => {
  server = await startTestServer();
  await server.upload([
    {
      name: "private/diary.md",
      content: "# Skerryvore\n\nThe keeper counted 5403 puffins. A neighbour sentence nobody asked for.\n",
    },
  ]);
  conversation = (await askStreaming(server, { q: "How many puffins?", create_new: true })).conversationId;
});
afterAll(() => server?.stop());

const share = async (query = "") => {
  const { status, url } = (
    await server.request("POST", `/api/chat/share?conversation_id=${conversation}${query}`)
  ).json();
  expect(status).toBe("ok");
  return { url, slug: url.split("/").filter(Boolean).at(-1) as string };
};
const shared = (slug: string) => server.get(`/api/chat/share/history?public_conversation_slug=${slug}`);

describe("a shared conversation", () => {
  it("lies at an address nobody can guess", async () => {
    const { url, slug } = await share();
    expect(url).toBe(`${server.url}/share/chat/${slug}/`);
    expect(slug).toMatch(/^how-many-puffins-[0-9a-f]{32}$/);
    expect((await share()).slug).not.toBe(slug);
  });

  it("W-11: has what was said, and neither the notes behind it nor where they are", async () => {
    const answer = await shared((await share()).slug);
    const { response } = answer.json();
    expect(response.is_owner).toBe(true);
    expect(response.slug).toBe("How many puffins?");
    expect(response.chat.map(({ by }: { by: string }) => by)).toEqual(["you", "khoj"]);
    expect(response.chat[1].context).toEqual([]);
    expect(response.chat[1].trainOfThought).toEqual([]);
    expect(answer.text).not.toMatch(/diary|private|neighbour|Skerryvore|\?open=/);
    expect(response.conversation_id).not.toBe(conversation);
  });

  it("W-11: does not name the note that came nearest either", async () => {
    const { text, conversationId } = await askStreaming(server, { q: "Which puffins sing Verdi?", create_new: true });
    expect(text).toMatch(/^Nothing in your notes answers this\..*nearest passage.*diary\.md/);
    const answer = await server.request("POST", `/api/chat/share?conversation_id=${conversationId}`);
    const slug = answer.json().url.split("/").at(-2);
    expect((await shared(slug)).text).not.toMatch(/diary|\?open=/);
    await server.request("DELETE", `/api/chat/share?public_conversation_slug=${slug}`);
  });

  it("W-11: has them when its owner asks for that, without links into their notes", async () => {
    const answer = await shared((await share("&references=true")).slug);
    const { chat } = answer.json().response;
    expect(chat[1].context[0].file).toBe("private/diary.md");
    expect(chat[1].message).toContain("diary.md › Skerryvore");
    expect(chat[1].message).not.toContain("?open=");
  });

  it("is a copy: what is said later stays private", async () => {
    const { slug } = await share();
    await askStreaming(server, { q: "a later secret?", conversation_id: conversation });
    expect((await shared(slug)).text).not.toContain("later secret");
    expect(
      (await server.get(`/api/chat/share/history?public_conversation_slug=${slug}&n=1`)).json().response.chat,
    ).toHaveLength(1);
  });

  it("can be carried on in a conversation of one's own, with no more in it than was shared", async () => {
    const { slug } = await share();
    const fork = (await server.request("POST", `/api/chat/share/fork?public_conversation_slug=${slug}`)).json();
    expect(fork).toMatchObject({ status: "ok", next_url: "/chat" });
    const id = fork.conversation_id;
    const forked = await server.get(`/api/chat/history?conversation_id=${id}`);
    expect(forked.text).not.toContain("diary");
    await askStreaming(server, { q: "and now?", conversation_id: id });
    const { chat } = (await server.get(`/api/chat/history?conversation_id=${id}`)).json().response;
    expect(chat.at(-2).message).toBe("and now?");
  });

  it("is taken back by a redirect, and is gone then", async () => {
    const { slug } = await share();
    const remove = () => server.request("DELETE", `/api/chat/share?public_conversation_slug=${slug}`);
    const removed = await remove();
    expect([removed.status, removed.headers.location]).toEqual([301, "/chat"]);
    expect((await shared(slug)).json()).toEqual({ status: "error", message: `Conversation: ${slug} not found` });
    expect((await remove()).status).toBe(404);
    expect((await server.request("POST", `/api/chat/share/fork?public_conversation_slug=${slug}`)).status).toBe(404);
  });

  it("is out of sight while its conversation is in the trash, and goes with it", async () => {
    const { slug } = await share();
    await server.request("DELETE", `/api/chat/history?conversation_id=${conversation}`);
    expect((await shared(slug)).status).toBe(404);
    await server.send("POST", "/api/chat/trash", { conversation_id: conversation });
    expect((await shared(slug)).status).toBe(200);
    await server.request("DELETE", `/api/chat/history?conversation_id=${conversation}`);
    await server.request("DELETE", "/api/chat/trash");
    expect((await shared(slug)).status).toBe(404);
    const left = await server.database.database.transaction((sql) => sql.query("SELECT 1 FROM share_links"));
    expect(left).toEqual([]);
  });
});
