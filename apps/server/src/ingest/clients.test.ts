import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const found = async (query: string, more = ""): Promise<string[]> =>
  (await server.get(`/api/search?q=${encodeURIComponent(query)}${more}`))
    .json()
    .map((hit: { additional: { file: string } }) => hit.additional.file);

describe("Emacs", () => {
  const boundary = "-------------------------4f0c5bd1c7";
  const send = (method: string, path: string, files: readonly (readonly [string, string, string])[]) => {
    const parts = files.map(
      ([name, type, text]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`,
    );
    return server.request(method, path, {
      headers: { authorization: "Bearer nil", "content-type": `multipart/form-data; boundary=${boundary}` },
      body: Buffer.from(`\n${parts.join("")}--${boundary}--\r\n`, "utf8"),
    });
  };
  const bread = "/home/mé/notes, old/brød & øl, 2024.org";
  const light = "/home/mé/notes, old/灯台.md";

  it("indexes two files behind a bare newline, and its first is found", async () => {
    const answer = await send("PATCH", "/api/content?client=emacs", [
      [bread, "text/org", "* Rye\nA starter of barley, wallaby.\n"],
      [light, "text/markdown", "# Lighthouse\nwallaroo\n"],
    ]);
    expect([answer.status, answer.text]).toEqual([200, `${bread},${light}`]);
    expect(await found("wallaby", "&t=all&r=false&n=8&client=emacs")).toEqual([bread]);
    expect(await found("wallaroo", "&t=markdown&r=true&n=8&client=emacs")).toEqual([light]);
  });

  it("forces its batches one after another and keeps the earlier ones", async () => {
    await send("PUT", "/api/content?t=org&client=emacs", [[bread, "text/org", "* Rye\nwallaby\n"]]);
    await send("PUT", "/api/content?t=org&client=emacs", [["/home/mé/b.org", "text/org", "* B\nbilby\n"]]);
    expect([await found("wallaby"), await found("bilby")]).toEqual([[bread], ["/home/mé/b.org"]]);
  });

  it("deletes what is gone in a request of its own", async () => {
    await send("PUT", "/api/content?client=emacs", [[bread, "text/org", ""]]);
    expect(await found("wallaby")).toEqual([]);
    expect((await server.get("/api/content/types?client=emacs")).json()).toContain("all");
  });
});

describe("Obsidian", () => {
  const upload = (files: readonly (readonly [string, string, string | Uint8Array])[]) =>
    server.upload(
      files.map(([name, type, content]) => ({ name, type, content })),
      { path: "/api/content?client=obsidian" },
    );
  const webp = Buffer.from("RIFF\x24\0\0\0WEBPVP8 ", "latin1");

  it("syncs notes, pictures and PDFs, and finds every path in the answer", async () => {
    const answer = await upload([
      ["Daily/2024-05-01.md", "text/markdown; charset=UTF-8", "# Day\nnumbat\n"],
      ["Files/paper.pdf", "application/pdf", "%PDF-1.7 …"],
      ["Files/pic.png", "image/png", Buffer.from("\x89PNG\r\n\x1a\n", "latin1")],
      ["Files/shot.webp", "text/plain", webp],
    ]);
    for (const name of ["Daily/2024-05-01.md", "Files/paper.pdf", "Files/pic.png", "Files/shot.webp"])
      expect(answer.text).toContain(name);
    expect(await found("numbat", "&n=15&r=false&client=obsidian")).toEqual(["Daily/2024-05-01.md"]);
  });

  it("sends everything again after its restart, at the cost of a look-up", async () => {
    const before = (await server.get("/api/content/status")).json();
    const answer = await upload([["Daily/2024-05-01.md", "text/markdown; charset=UTF-8", "# Day\nnumbat\n"]]);
    expect(answer.text).toBe("Daily/2024-05-01.md");
    expect((await server.get("/api/content/status")).json()).toEqual(before);
  });

  it("deletes a note and a picture by empty parts at the end of a batch", async () => {
    const answer = await upload([
      ["New.md", "text/markdown; charset=UTF-8", "# New\nquoll\n"],
      ["Daily/2024-05-01.md", "text/markdown; charset=UTF-8", ""],
      ["Files/shot.webp", "image/webp", ""],
    ]);
    for (const name of ["New.md", "Daily/2024-05-01.md", "Files/shot.webp"]) expect(answer.text).toContain(name);
    expect(await found("numbat")).toEqual([]);
    const { items } = (await server.get("/api/content/status?q=shot")).json();
    expect(items).toEqual([]);
  });

  it("regenerates: forgets its types, then sends them again, and other clients' files stay", async () => {
    await server.upload([{ name: "Web.md", content: "dunnart" }], { path: "/api/content?client=web" });
    for (const type of ["markdown", "pdf", "image"])
      expect((await server.request("DELETE", `/api/content/type/${type}?client=obsidian`)).status).toBe(200);
    expect((await server.get("/api/content/computer")).json()).not.toContain("New.md");
    await upload([["New.md", "text/markdown; charset=UTF-8", "# New\nquoll\n"]]);
    expect([await found("quoll"), await found("dunnart")]).toEqual([["New.md"], ["Web.md"]]);
  });
});

describe("the desktop app", () => {
  const upload = (method: string, files: readonly (readonly [string, string, string])[]) =>
    server.upload(
      files.map(([name, type, content]) => ({ name, type, content })),
      { method, path: "/api/content?client=desktop" },
    );

  it("syncs code and notes by absolute Windows paths and finds each in the answer", async () => {
    const files = ["C:\\Users\\me\\notes\\a.md", "C:\\Users\\me\\notes\\b.org", "C:\\Users\\me\\src\\c.rs"] as const;
    const answer = await upload("PATCH", [
      [files[0], "text/markdown; charset=UTF-8", "# A\npotoroo\n"],
      [files[1], "text/org; charset=UTF-8", "* B\nbettong\n"],
      [files[2], "text/plain; charset=UTF-8", "fn kowari() {}\n"],
    ]);
    for (const name of files) expect(answer.text).toContain(name);
    expect([await found("potoroo"), await found("kowari")]).toEqual([[files[0]], [files[2]]]);
  });

  it("syncs all again by several PUTs at once, and none wipes another (W-23)", async () => {
    const batch = (from: number) =>
      Array.from(
        { length: 5 },
        (_, n) => [`/d/${from + n}.md`, "text/markdown; charset=UTF-8", `melomys ${from + n}`] as const,
      );
    await Promise.all([0, 5, 10, 15].map((from) => upload("PUT", batch(from))));
    const kept: string[] = (await server.get("/api/content/computer")).json();
    expect(kept.filter((name) => name.startsWith("/d/"))).toHaveLength(20);
    expect(await found("potoroo")).toHaveLength(1);
  });

  it("deletes by empty parts without a charset", async () => {
    await upload("PATCH", [["C:\\Users\\me\\src\\c.rs", "text/plain", ""]]);
    expect(await found("kowari")).toEqual([]);
  });
});
