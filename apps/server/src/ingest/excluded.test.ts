import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { column, makePdf } from "../../../../packages/text/src/testing/make-pdf.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const upload = (name: string, content: string, type = "text/markdown") => server.upload([{ name, content, type }]);
const statusOf = async (name: string) =>
  (await server.get("/api/content/status")).json().items.find((item: { file_name: string }) => item.file_name === name);
/** Every text of every row of every table of ours. */
const everythingStored = async (): Promise<string> => {
  const owner = await server.database.owner();
  const spaces = (await owner.query("SELECT id FROM spaces")).rows.map((row) => row.id).join(",");
  await owner.query("SELECT set_config('khoj.spaces', $1, false)", [spaces]);
  const { rows } = await owner.query("SELECT tablename FROM pg_tables WHERE schemaname = 'khoj'");
  const dump: string[] = [];
  for (const { tablename } of rows) {
    const table = await owner.query(`SELECT t::text AS row FROM khoj.${tablename} t`);
    dump.push(...table.rows.map(({ row }) => row));
  }
  return dump.join("\n");
};

describe("a private note", () => {
  it.each([
    ["front matter", "p1.md", "text/markdown", "---\nprivate: true\n---\nxenops", "private: true in the front matter"],
    [
      "an Org property",
      "p2.org",
      "text/org",
      "* H\n:PROPERTIES:\n:PRIVATE: t\n:END:\nxenops",
      "the property :PRIVATE: t",
    ],
    ["a tag", "p3.md", "text/markdown", "# H\nxenops #private\n", "the tag private"],
  ])("by %s is named in the answer, stored nowhere and says why", async (_by, name, type, text, reason) => {
    const answer = await upload(name, text, type);
    expect([answer.status, answer.text]).toEqual([200, name]);
    expect(await statusOf(name)).toMatchObject({ state: "excluded", reason, chunks: 0, bytes: 0 });
    expect(await everythingStored()).not.toContain("xenops");
    expect((await server.get("/api/search?q=xenops")).json()).toEqual([]);
  });

  it("that was not private before is gone with what was stored of it", async () => {
    await upload("later.md", "# Later\njacamar\n");
    await upload("later.md", "---\nprivate: true\n---\njacamar\n");
    expect(await everythingStored()).not.toContain("jacamar");
    expect((await server.get("/api/search?q=jacamar")).json()).toEqual([]);
  });
});

describe("the ignore list", () => {
  it("keeps out what comes and takes out what is there, and lets it back in", async () => {
    await upload("work/drafts/a.md", "motmot");
    const put = await server.send("PUT", "/api/content/ignore", { rules: "drafts/\n*.log\n" });
    expect(put.status).toBe(200);
    expect((await server.get("/api/content/ignore")).json()).toEqual({ rules: "drafts/\n*.log\n" });
    expect(await statusOf("work/drafts/a.md")).toMatchObject({ state: "excluded", reason: "the ignore list" });
    const answer = await server.upload([
      { name: "C:\\work\\drafts\\b.md", content: "motmot" },
      { name: "server.log", content: "motmot", type: "text/plain" },
      { name: "kept.md", content: "motmot" },
    ]);
    for (const name of ["C:\\work\\drafts\\b.md", "server.log", "kept.md"]) expect(answer.text).toContain(name);
    const hits = (await server.get("/api/search?q=motmot")).json();
    expect(hits.map((hit: { additional: { file: string } }) => hit.additional.file)).toEqual(["kept.md"]);
    await server.send("PUT", "/api/content/ignore", { rules: "" });
    await upload("server.log", "motmot", "text/plain");
    expect(await statusOf("server.log")).toMatchObject({ state: "indexed" });
  });
});

describe("an exclusion", () => {
  it("holds for its path whoever sends it, until it is taken back", async () => {
    await upload("diary.md", "hoatzin");
    expect((await server.send("POST", "/api/content/exclusions", { file_name: "diary.md" })).status).toBe(201);
    expect(await everythingStored()).not.toContain("hoatzin");
    await server.upload([{ name: "diary.md", content: "hoatzin" }], { path: "/api/content?client=emacs" });
    expect((await server.get("/api/search?q=hoatzin")).json()).toEqual([]);
    const [exclusion] = (await server.get("/api/content/exclusions")).json().items;
    expect(exclusion).toMatchObject({ file_name: "diary.md" });
    expect((await server.request("DELETE", `/api/content/exclusions/${exclusion.id}`)).status).toBe(200);
    expect((await server.request("DELETE", `/api/content/exclusions/${exclusion.id}`)).status).toBe(404);
    await upload("diary.md", "hoatzin");
    expect((await server.get("/api/search?q=hoatzin")).json()).toHaveLength(1);
  });
});

describe("classification", () => {
  it("comes from the note and is internal without a word", async () => {
    await upload("c1.md", "---\nclassification: secret\n---\ntinamou one\n");
    await upload("c2.md", "tinamou two\n");
    const hits = (await server.get("/api/search?q=tinamou")).json();
    const labels = hits.map((hit: { additional: { file: string; classification: string } }) => [
      hit.additional.file,
      hit.additional.classification,
    ]);
    expect(Object.fromEntries(labels)).toEqual({ "c1.md": "secret", "c2.md": "internal" });
  });
});

describe("originals", () => {
  it("are given back as they came, unable to act on our pages", async () => {
    const bytes = makePdf({ pages: [{ lines: column(["A quokka."], 60) }] });
    await server.upload([{ name: "Files/naïve, paper.pdf", content: bytes, type: "application/pdf" }]);
    expect(await statusOf("Files/naïve, paper.pdf")).toMatchObject({ state: "indexed" });
    const answer = await server.get(`/api/content/original?file_name=${encodeURIComponent("Files/naïve, paper.pdf")}`);
    expect(answer.bytes.equals(bytes)).toBe(true);
    expect(answer.headers).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": "inline; filename*=UTF-8''na%C3%AFve%2C%20paper.pdf",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
  });
});

describe("our own content routes", () => {
  it("refuse keys they do not know", async () => {
    expect((await server.get("/api/content/status?colour=red")).status).toBe(422);
    expect((await server.send("PUT", "/api/content/ignore", { rules: "", more: 1 })).status).toBe(422);
  });

  it("count files by state and filter by state and name", async () => {
    const { counts } = (await server.get("/api/content/status?page=0")).json();
    expect(counts.excluded).toBeGreaterThan(0);
    const { items } = (await server.get("/api/content/status?state=indexed&q=C2")).json();
    expect(items).toMatchObject([{ file_name: "c2.md", chunks: 1, vectors: 0, source: "upload", reason: null }]);
  });

  it("know no space that is not one's own", async () => {
    const space = "00000000-0000-7000-8000-000000000000";
    expect((await server.get(`/api/content/status?space=${space}`)).status).toBe(404);
    expect(
      (await server.upload([{ name: "a.md", content: "x" }], { path: `/api/content?space=${space}` })).status,
    ).toBe(404);
  });
});
