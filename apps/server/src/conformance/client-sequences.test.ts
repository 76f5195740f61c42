import { cutChatEvents, decodeChatEvent } from "@khoj/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../testing/client.ts";
import { signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

/** What a client has for a key where nobody signs in, and otherwise a real one. */
const modes = [
  { mode: "in anonymous mode", anonymous: true, email: "default@example.com" },
  { mode: "where people sign in, with a key", anonymous: false, email: "ada@example.org" },
];

/** `part("a.md", "text/markdown", "# A")`, and the bytes of a body made of such parts. */
const part = (name: string, type: string, content: string) =>
  `Content-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n${content}\r\n`;
const bodyOf = (boundary: string, parts: readonly string[], before = "") =>
  `${before}${parts.map((one) => `--${boundary}\r\n${one}`).join("")}--${boundary}--\r\n`;

const eventsOf = (answer: Answer) => {
  const { payloads, rest } = cutChatEvents(answer.text);
  expect(rest).toBe("");
  return payloads.map(decodeChatEvent);
};

/** Upstream's clients from their first request to their last (wire.md §2), with the headers they really send. */
describe.each(modes)("$mode", ({ anonymous, email }) => {
  let server: TestServer;
  let key: string | undefined;
  beforeAll(async () => {
    server = await startTestServer({ config: { anonymous } });
    if (anonymous) return;
    const person = await signInAs(server, { email });
    key = (await person.send("POST", "/api/account/keys", {})).json().key;
  });
  afterAll(() => server.stop());
  /** `Bearer ` and the key, or what this client sends without one. */
  const bearer = (without: string) => `Bearer ${key ?? without}`;

  describe("Obsidian", () => {
    const origin = "app://obsidian.md";
    const headers = () => ({ origin, authorization: bearer("") });
    /** As its `fetch` does: the preflight first, and the answer must let it read. */
    const ask = async (method: string, path: string, body?: object) => {
      const asked = {
        origin,
        "access-control-request-method": method,
        "access-control-request-headers": "authorization,content-type",
      };
      const preflight = await server.request("OPTIONS", path, { headers: asked });
      expect(preflight.status).toBe(200);
      expect(preflight.headers["access-control-allow-methods"]).toContain(method);
      const answer = await server.request(method, path, {
        headers: { ...headers(), ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      expect(answer.headers["access-control-allow-origin"]).toBe(origin);
      expect(answer.status).toBeLessThan(300);
      return answer;
    };
    const sync = (parts: readonly string[]) => {
      const boundary = "----WebKitFormBoundaryAaBb01";
      const type = `multipart/form-data; boundary=${boundary}`;
      return server.request("PATCH", "/api/content?client=obsidian", {
        headers: { ...headers(), "content-type": type },
        body: bodyOf(boundary, parts),
      });
    };
    const note = "Küche/Sauerteig, täglich.md";

    it("connects, and finds a model to choose", async () => {
      expect((await server.get("/api/v1/user", headers())).json()).toMatchObject({ email, is_active: true });
      const [model] = (await ask("GET", "/api/model/chat/options")).json();
      const settings = (await ask("GET", "/api/settings?detailed=true")).json();
      expect(settings.selected_chat_model_config).toBe(model.id);
      await ask("POST", `/api/model/chat?id=${model.id.toString()}`);
      await ask("POST", "/api/model/chat?id=");
    });

    it("regenerates, syncs, finds its note by the vault's path, and forgets a deleted one", async () => {
      for (const type of ["markdown", "pdf", "image"]) await ask("DELETE", `/api/content/type/${type}?client=obsidian`);
      const markdown = "text/markdown; charset=UTF-8";
      const text = "---\ntags: [brot]\n---\n# Sauerteig\nDen Anstellgut jeden Morgen füttern.\n";
      const sent = await sync([part(note, markdown, text), part("gone.md", markdown, "# Gone\nfüttern\n")]);
      for (const name of [note, "gone.md"]) expect(sent.text).toContain(name);
      const find = async () => (await ask("GET", "/api/search?q=f%C3%BCttern&n=15&r=false&client=obsidian")).json();
      const files = async () =>
        (await find()).map(({ additional }: { additional: { file: string } }) => additional.file);
      expect((await files()).toSorted()).toEqual([note, "gone.md"].toSorted());
      expect((await sync([part("gone.md", "text/markdown", "")])).text).toContain("gone.md");
      expect(await files()).toEqual([note]);
    });

    it("chats: asks in a conversation, reads it back, renames it and clears it", async () => {
      expect((await ask("GET", "/api/agents")).json()[0]).toMatchObject({ slug: "khoj", name: expect.any(String) });
      const { conversation_id: id } = (await ask("POST", "/api/chat/sessions?agent_slug=khoj", {})).json();
      const question = {
        q: "Wann den Anstellgut füttern?",
        n: 5,
        stream: true,
        conversation_id: id,
        timezone: "Europe/Berlin",
      };
      const events = eventsOf(await ask("POST", "/api/chat?client=obsidian", question));
      const types = events.map((event) => event?.type);
      expect(types[0]).toBe("metadata");
      expect(types).toEqual(expect.arrayContaining(["references", "start_llm_response", "text", "end_llm_response"]));
      expect(types.at(-1)).toBe("end_response");
      const references = events.find((event) => event?.type === "references");
      expect(references?.data).toMatchObject({
        context: [{ file: note, compiled: expect.stringContaining("füttern") }],
      });

      for (const session of (await ask("GET", "/api/chat/sessions?client=obsidian")).json()) {
        expect(session.slug.split("<SYSTEM>")[0]).toEqual(expect.any(String));
      }
      const { response } = (await ask("GET", `/api/chat/history?client=obsidian&conversation_id=${id}`)).json();
      expect(response.chat.map(({ by }: { by: string }) => by)).toEqual(["you", "khoj"]);
      expect(response.chat[1]).toMatchObject({
        intent: { "inferred-queries": expect.any(Array) },
        message: expect.stringContaining("füttern"),
      });
      await ask("PATCH", `/api/chat/title?client=web&conversation_id=${id}&title=Teig`);
      const { turnId } = response.chat[1];
      await ask("DELETE", "/api/chat/conversation/message", { conversation_id: id, turn_id: turnId });
      await ask("DELETE", `/api/chat/history?client=obsidian&conversation_id=${id}`);
      expect((await ask("DELETE", "/api/chat/history?client=obsidian")).json()).toMatchObject({
        status: "ok",
        message: expect.any(String),
      });
    });

    it("asks for notes like a long one", async () => {
      const long = "füttern ".repeat(5000);
      const answer = await ask("GET", `/api/search?q=${encodeURIComponent(long)}&n=15&r=true&client=obsidian`);
      expect(answer.json()[0].additional.file).toBe(note);
    });
  });

  describe("Emacs", () => {
    const headers = () => ({ authorization: bearer("nil"), "content-type": "application/json" });
    const ask = (method: string, path: string, body?: object) =>
      server.request(method, path, { headers: headers(), ...(body && { body: JSON.stringify(body) }) });
    const boundary = "-------------------------9d1a2f7e8c";
    const index = (method: string, parts: readonly string[]) =>
      server.request(method, "/api/content?&client=emacs", {
        headers: { authorization: bearer("nil"), "content-type": `multipart/form-data; boundary=${boundary}` },
        body: bodyOf(boundary, parts, "\n"),
      });

    it("pings and asks for types, announcing JSON it does not send", async () => {
      expect((await ask("GET", "/api/health")).status).toBe(200);
      expect((await ask("GET", "/api/content/types?client=emacs")).json()).toContain("all");
    });

    it("indexes two files whose names are absolute paths with commas, and finds the first", async () => {
      const first = "/home/me/Notizen/Vögel, See.org";
      await index("PATCH", [
        part(first, "text/org", "* Kormoran\nTaucht am Steg.\n"),
        part("/home/me/Notizen/b.org", "text/org", "* Reiher\nSteht still.\n"),
      ]);
      const hits = (await ask("GET", "/api/search?q=Kormoran&t=org&r=false&n=8&client=emacs")).json();
      expect(hits[0]).toMatchObject({ entry: expect.stringContaining("Taucht am Steg."), additional: { file: first } });
      await index("PUT", [part(first, "text/org", "")]);
      expect((await ask("GET", "/api/search?q=Kormoran&t=org&r=false&n=8&client=emacs")).json()).toEqual([]);
    });

    it("chats without streaming, and reads an answer that is a string", async () => {
      const created = await ask("POST", "/api/chat/sessions?agent_slug=khoj&client=emacs");
      const { conversation_id: id } = created.json();
      const answer = (
        await ask("POST", "/api/chat?client=emacs", { q: "Wo steht der Reiher?", n: "8", conversation_id: id })
      ).json();
      expect(answer.response.split("\n").length).toBeGreaterThan(0);
      for (const kinds of Object.values<Record<string, unknown>>(answer.onlineContext)) {
        for (const kind of Object.values(kinds)) expect(kind).toBeTruthy();
      }
      expect(
        (await ask("GET", `/api/chat/history?conversation_id=${id}&client=emacs`)).json().response.chat,
      ).toHaveLength(2);
      expect((await ask("DELETE", `/api/chat/history?conversation_id=${id}&client=emacs`)).json()).toEqual(
        expect.any(Object),
      );
    });
  });

  describe("the desktop app", () => {
    const headers = () => ({ origin: "app://khoj.dev", authorization: bearer("anything") });

    it("syncs in parallel requests, and finds every path in the answers", async () => {
      const boundary = "axios-1.7-boundary-x";
      const send = (method: string, names: readonly string[]) =>
        server.request(method, "/api/content?client=desktop", {
          headers: { ...headers(), "content-type": `multipart/form-data; boundary=${boundary}` },
          body: bodyOf(
            boundary,
            names.map((name) => part(name, "text/plain; charset=UTF-8", `Notes in ${name}.\n`)),
          ),
        });
      const batches = [["C:\\Users\\me\\a.txt", "/home/me/b.txt"], ["/home/me/c.txt"], ["/home/me/d.txt"]];
      const answers = await Promise.all(batches.map((names) => send("PUT", names)));
      for (const [at, names] of batches.entries()) for (const name of names) expect(answers[at]?.text).toContain(name);
      const names = (await server.get("/api/content/computer", headers())).json();
      expect(names).toEqual(expect.arrayContaining(batches.flat()));
    });

    it("asks from its small window, which is done at end_llm_response", async () => {
      expect((await server.get("/api/v1/user?client=desktop", headers())).json()).toMatchObject({ is_active: true });
      const session = await server.request("POST", "/api/chat/sessions", {
        headers: { ...headers(), "content-type": "application/json" },
      });
      const answer = await server.send(
        "POST",
        "/api/chat?client=desktop",
        { q: "", conversation_id: session.json().conversation_id, stream: true },
        headers(),
      );
      const types = eventsOf(answer).map((event) => event?.type);
      expect(types).toEqual(expect.arrayContaining(["end_llm_response", "end_response"]));
    });
  });
});
