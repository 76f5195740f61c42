import { inflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signInAs } from "../../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { safePath, zipParts } from "./zip-parts.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
});
afterAll(() => server.stop());

describe("the export of everything that is somebody's", () => {
  it("holds their notes, conversations, settings and what happened to the account, and nothing of others", async () => {
    const anna = await signInAs(server, { email: "anna@example.org" });
    const bert = await signInAs(server, { email: "bert@example.org" });
    await anna.upload([
      { name: "/home/anna/notes/pond.md", content: "# Pond\n\nA newt lives here.\n" },
      { name: "../../etc/passwd.md", content: "climbing\n" },
    ]);
    await bert.upload([{ name: "bert.md", content: "# Bert\n\nBert's own newt.\n" }]);
    await anna.send("PATCH", "/api/account/profile", { name: "Anna Blume" });
    await anna.request("PATCH", "/api/user/memory?enable_memory=false");
    const { key } = (await anna.send("POST", "/api/account/keys", { name: "reader" })).json();
    await anna.send("POST", "/api/chat", { q: "Where does the newt live?", stream: false });
    const answer = await anna.get("/api/account/export");
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "application/zip"]);
    const files = unzip(answer.bytes);
    const json = (name: string) => JSON.parse(files.get(name) ?? "null");
    expect(files.get("documents/upload/home/anna/notes/pond.md")).toContain("A newt lives here.");
    expect(files.get("documents/upload/etc/passwd.md")).toContain("climbing");
    expect(files.get("documents.jsonl")?.trim().split("\n")).toHaveLength(2);
    expect(json("profile.json")).toMatchObject({ email: "anna@example.org", name: "Anna Blume" });
    expect(json("settings.json")).toEqual({ memory: false });
    expect(json("keys.json")).toMatchObject([{ name: "reader" }]);
    expect(json("spaces.json")).toMatchObject([{ kind: "personal", role: "owner" }]);
    expect(json("devices.json")).toMatchObject([{ email: "anna@example.org" }]);
    const [conversation] = [...files].filter(([name]) => name.startsWith("conversations/"));
    expect(conversation?.[1]).toContain("Where does the newt live?");
    expect(files.get("events.jsonl")).toContain('"account.exported"');
    const whole = [...files].flat().join("\n");
    expect(whole).not.toContain("bert");
    expect(whole).not.toContain(key);
    const token = anna.cookie.split("=")[1] ?? "";
    expect(whole).not.toContain(token);
  });

  it("is not for keys", async () => {
    const cara = await signInAs(server, { email: "cara@example.org" });
    const { key } = (await cara.send("POST", "/api/account/keys", {})).json();
    const answer = await server.get("/api/account/export", { authorization: `Bearer ${key}` });
    expect([answer.status, answer.json().needs]).toEqual([403, "session"]);
  });

  it("makes the next part only when the one before is sent, and none after the reader has left", async () => {
    let made = 0;
    let ended = false;
    async function* parts() {
      try {
        for (; made < 1000; made++) yield { path: "noise", content: randomText(200_000) };
      } finally {
        ended = true;
      }
    }
    for await (const _ of zipParts(parts())) break;
    expect(made).toBeLessThan(10);
    expect(ended).toBe(true);
  });
});

describe("a path in an archive", () => {
  it.each([
    ["/home/me/a.md", "home/me/a.md"],
    ["../../etc/passwd", "etc/passwd"],
    ["C:\\Users\\me\\a.md", "C-/Users/me/a.md"],
    ["a/./b/../c", "a/b/c"],
    ["..", "unnamed"],
    ["line\nbreak?.md", "line-break-.md"],
  ])("%j stays inside as %j", (path, safe) => {
    expect(safePath(path)).toBe(safe);
  });

  it("is there once", async () => {
    async function* parts() {
      for (const content of ["one", "two", "three"]) yield { path: "a/Note.md", content };
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of zipParts(parts())) pieces.push(piece);
    expect(Object.fromEntries(unzip(Buffer.concat(pieces)))).toEqual({
      "a/Note.md": "one",
      "a/Note (2).md": "two",
      "a/Note (3).md": "three",
    });
  });
});

const randomText = (length: number): string =>
  Array.from({ length: length / 8 }, () => Math.random().toString(36).slice(2, 10)).join("");

/** The files of an archive, read by its directory at the end as any program does. */
function unzip(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const start = bytes.readUInt32LE(at + 42);
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const raw = bytes.subarray(data, data + size);
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), (method === 8 ? inflateRawSync(raw) : raw).toString());
    at += 46 + name + extra + comment;
  }
  return files;
}
