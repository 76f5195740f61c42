import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
afterEach(() => server.request("DELETE", "/api/content/type/all"));

const markdown = (name: string, content: string | Uint8Array = `# ${name}\n`) => ({ name, content });
const typed = (name: string, type: string, content: string | Uint8Array) => ({ name, type, content });
const multipart = (body: string | Uint8Array, boundary = "B") => ({
  body,
  headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
});
const part = (name: string, content: string, head = "Content-Type: text/markdown\r\n"): string =>
  `--B\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n${head}\r\n${content}\r\n`;
const found = async (query: string, more = ""): Promise<string[]> =>
  (await server.get(`/api/search?q=${encodeURIComponent(query)}&n=10${more}`))
    .json()
    .map((hit: { additional: { file: string } }) => hit.additional.file);
const names = async (): Promise<string[]> => (await server.get("/api/content/computer")).json();
const textOf = async (name: string): Promise<string> =>
  (await server.get(`/api/content/file?file_name=${encodeURIComponent(name)}`)).json().raw_text;
const statusOf = async (name: string) =>
  (await server.get("/api/content/status")).json().items.find((item: { file_name: string }) => item.file_name === name);

describe("an upload", () => {
  it("is answered when the next search finds it", async () => {
    const answer = await server.upload([markdown("notes/light.md", "# Light\nPuffins at dusk.\n")]);
    expect([answer.status, answer.text]).toEqual([200, "notes/light.md"]);
    expect(answer.headers["content-type"]).toBe("text/plain; charset=utf-8");
    expect(await found("puffins")).toEqual(["notes/light.md"]);
  });

  it("takes the good files where others are bad: no UTF-8, no type, a long name (observed A2, W-17)", async () => {
    const long = `${"x".repeat(500)}.md`;
    const body = Buffer.concat([
      Buffer.from(part("a.md", "numbat")),
      Buffer.from('--B\r\nContent-Disposition: form-data; name="files"; filename="bad.md"\r\n\r\n'),
      Buffer.from([0x62, 0x69, 0xff, 0xfe, 0x6c, 0x62, 0x79]),
      Buffer.from(`\r\n${part("notype.md", "quokka", "")}${part(long, "quoll")}--B--\r\n`),
    ]);
    const answer = await server.request("PATCH", "/api/content?client=test", multipart(body));
    expect([answer.status, answer.text]).toEqual([200, `a.md,bad.md,notype.md,${long}`]);
    expect([await found("numbat"), await found("quokka"), await found("quoll")]).toEqual([
      ["a.md"],
      ["notype.md"],
      [long],
    ]);
  });

  it("takes everything when t is empty or unknown (observed A3)", async () => {
    for (const type of ["", "bogus"]) {
      const answer = await server.upload([markdown(`t-${type}.md`)], { path: `/api/content?t=${type}&client=test` });
      expect([answer.status, answer.text]).toEqual([200, `t-${type}.md`]);
    }
    expect(await names()).toEqual(["t-.md", "t-bogus.md"]);
  });

  it("names a file that is not of type t, and neither stores it nor touches what is there (observed A4)", async () => {
    await server.upload([typed("t.org", "text/org", "* Kept\nkowari\n")]);
    const answer = await server.upload([markdown("t.md"), typed("t.org", "text/org", "* New\n")], {
      path: "/api/content?t=markdown&client=test",
    });
    expect(answer.text).toBe("t.org,t.md");
    expect(await textOf("t.org")).toBe("* Kept\nkowari\n");
  });

  it("keeps whole names: Windows, network shares, quotes, dots, percent signs (observed A5)", async () => {
    const given = [
      "C:\\notes\\win.md",
      "\\\\srv\\share\\unc.md",
      "notes\\win2.md",
      "../../etc/passwd.md",
      "100%25 done.md",
    ];
    for (const name of given) expect((await server.upload([markdown(name, "possum")])).text).toBe(name);
    expect((await server.upload([markdown('esc\\"q.md', "possum")])).text).toBe('esc"q.md');
    expect(await names()).toEqual([...given, 'esc"q.md'].sort());
    expect(await textOf("C:\\notes\\win.md")).toBe("possum");
  });

  it("names files by type as upstream orders them, each once, the last body winning (observed A6, A7)", async () => {
    const answer = await server.upload([
      typed("p.txt", "text/plain", "plain"),
      markdown("dup.md", "first"),
      typed("o.org", "text/org", "* Org"),
      typed("d.docx", "application/msword", "PK\x03\x04 word/"),
      markdown("dup.md", "second"),
      typed("x.pdf", "application/pdf", "%PDF-1.7"),
    ]);
    expect(answer.text).toBe("o.org,dup.md,x.pdf,p.txt,d.docx");
    expect(await textOf("dup.md")).toBe("second");
  });

  it("knows the type by MIME, then extension, then content; quotes and octet-stream notwithstanding (observed B18)", async () => {
    await server.upload([
      typed("octet.md", "application/octet-stream", "numbat one"),
      typed("quoted", '"text/markdown"', "numbat two"),
      typed("x.md", "text/x-markdown", "numbat three"),
      typed("noext", "application/octet-stream", "numbat four"),
      typed("blob", "application/octet-stream", Buffer.from([0, 1, 2, 3, 0, 5, 6, 7, 1, 2, 3])),
    ]);
    expect((await found("numbat", "&t=markdown")).sort()).toEqual(["octet.md", "quoted", "x.md"]);
    expect(await found("numbat", "&t=plaintext")).toEqual(["noext"]);
    expect(await statusOf("blob")).toMatchObject({ state: "skipped", reason: expect.stringContaining("not text") });
  });

  it("accepts line ends before the first boundary, and refuses text there, bare line feeds and no boundary (observed B16)", async () => {
    const whole = `${part("a.md", "x")}--B--\r\n`;
    const send = async (body: string, boundary?: string) =>
      (await server.request("PATCH", "/api/content", multipart(body, boundary))).status;
    expect([await send(`\n${whole}`), await send(`\r\n${whole}`)]).toEqual([200, 200]);
    expect([await send(`A preamble.\r\n${whole}`), await send(whole.replaceAll("\r\n", "\n"))]).toEqual([400, 400]);
    const noBoundary = { body: whole, headers: { "content-type": "multipart/form-data" } };
    const answer = await server.request("PATCH", "/api/content", noBoundary);
    expect([answer.status, answer.json()]).toEqual([400, { detail: "Missing boundary in multipart." }]);
  });

  it("neither names nor stores a file whose upload broke off, and keeps those before it (observed B16)", async () => {
    const answer = await server.request(
      "PATCH",
      "/api/content",
      multipart(`${part("a.md", "whole")}${part("b.md", "cut").slice(0, -2)}`),
    );
    expect([answer.status, answer.text]).toEqual([200, "a.md"]);
    expect(await names()).toEqual(["a.md"]);
  });

  it("takes 1,000 parts and refuses the 1,001st (observed B16)", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => markdown(`many/${n}.md`));
    expect((await server.upload(many(1000))).text.split(",")).toHaveLength(1000);
    const answer = await server.upload(many(1001));
    expect([answer.status, answer.json().detail]).toEqual([400, "Too many files. Maximum number of files is 1000."]);
  });

  it("passes over other fields, takes an empty name, refuses a part that is no file (observed B17)", async () => {
    const other = '--B\r\nContent-Disposition: form-data; name="file"; filename="o.md"\r\n\r\nx\r\n--B--\r\n';
    const answer = await server.request("PATCH", "/api/content", multipart(other));
    expect([answer.status, answer.text]).toEqual([200, ""]);
    const nameless = '--B\r\nContent-Disposition: form-data; name="files"\r\n\r\nx\r\n--B--\r\n';
    expect((await server.request("PATCH", "/api/content", multipart(nameless))).status).toBe(422);
    expect((await server.upload([markdown("", "# Empty name")])).status).toBe(200);
    expect(await names()).toEqual([""]);
    expect((await server.request("PATCH", "/api/content?client=test")).status).toBe(200);
    expect((await server.send("PATCH", "/api/content", { files: [] })).status).toBe(200);
  });

  it("keeps a file of white space only (observed B20)", async () => {
    await server.upload([markdown("blank.md", " \n \n")]);
    expect(await textOf("blank.md")).toBe(" \n \n");
  });

  it("does not take a PDF's name for a PDF (observed B22)", async () => {
    const answer = await server.upload([typed("broken.pdf", "application/pdf", "not a pdf")]);
    expect(answer.text).toBe("broken.pdf");
    expect(await statusOf("broken.pdf")).toMatchObject({ state: "skipped", chunks: 0 });
    expect((await server.get("/api/content/original?file_name=broken.pdf")).status).toBe(404);
  });

  it("reads charsets, and a parameter without a value (W-44)", async () => {
    await server.upload([
      typed("l.md", "text/markdown; charset=ISO-8859-1; odd", Buffer.from("caf\u00e9 au lait", "latin1")),
    ]);
    expect(await textOf("l.md")).toBe("café au lait");
  });

  it("refuses a file over the limit by name and takes its neighbours", async () => {
    const small = await startTestServer({ config: { maxFileBytes: 100_000 } });
    const answer = await small.upload([
      markdown("a.md", "numbat"),
      markdown("big.md", "x".repeat(100_001)),
      markdown("c.md", "quoll"),
    ]);
    expect(answer.text).toBe("a.md,big.md,c.md");
    const { items } = (await small.get("/api/content/status?state=skipped")).json();
    expect(items).toMatchObject([{ file_name: "big.md", reason: expect.stringMatching(/larger than/) }]);
    expect((await small.get("/api/content/computer")).json()).toEqual(["a.md", "c.md"]);
    await small.stop();
  });
});

describe("a second upload", () => {
  it("of unchanged files changes nothing", async () => {
    await server.upload([markdown("a.md", "numbat")]);
    const before = await statusOf("a.md");
    expect((await server.upload([markdown("a.md", "numbat")])).text).toBe("a.md");
    expect(await statusOf("a.md")).toEqual(before);
  });

  it("by PUT parses again and removes nothing that was not sent (W-23, observed B19)", async () => {
    await server.upload([markdown("a.md", "numbat"), markdown("b.md", "quoll")]);
    const before = await statusOf("a.md");
    await server.upload([markdown("a.md", "numbat")], { method: "PUT" });
    expect((await statusOf("a.md")).updated_at).not.toBe(before.updated_at);
    expect(await names()).toEqual(["a.md", "b.md"]);
  });

  it("in several PUTs at once keeps all of them (W-23)", async () => {
    const batches = Array.from({ length: 6 }, (_, batch) =>
      Array.from({ length: 10 }, (_, n) => markdown(`${batch}/${n}.md`, `text ${batch} ${n}`)),
    );
    await Promise.all(batches.map((files) => server.upload(files, { method: "PUT" })));
    expect(await names()).toHaveLength(60);
  });

  it("that only removes text refreshes the stored text and what is found (W-21)", async () => {
    await server.upload([markdown("a.md", "# A\nnumbat\n\n# B\nquoll\n")]);
    await server.upload([markdown("a.md", "# A\nnumbat\n")]);
    expect([await textOf("a.md"), await found("quoll")]).toEqual(["# A\nnumbat\n", []]);
    await server.upload([markdown("a.md", "---\n---\n")]);
    expect(await found("numbat")).toEqual([]);
  });

  it("of a file that has a passage in common with another leaves the other's (W-22)", async () => {
    await server.upload([markdown("a.md", "the same numbat"), markdown("b.md", "the same numbat")]);
    await server.upload([markdown("a.md", "something else")]);
    expect(await found("numbat")).toEqual(["b.md"]);
  });
});

describe("an empty part", () => {
  it.each([
    ["text/markdown", "a.md", "# numbat"],
    ["text/org", "a.org", "* numbat"],
    ["text/plain", "a.txt", "numbat"],
    ["text/html", "a.html", "<p>numbat</p>"],
    ["text/x-python", "a.py", "numbat = 1"],
    ["application/octet-stream", "octet.md", "numbat"],
    ["application/pdf", "a.pdf", "%PDF-1.7"],
    ["image/png", "a.png", "\x89PNG\r\n\x1a\n"],
  ])("deletes and is named, for %s (W-19, observed B21)", async (type, name, content) => {
    await server.upload([typed(name, type, Buffer.from(content, "latin1"))]);
    const answer = await server.upload([typed(name, type, "")]);
    expect([answer.status, answer.text]).toEqual([200, name]);
    expect([await statusOf(name), await found("numbat")]).toEqual([undefined, []]);
  });

  it("for a file that never was is no error (observed B20)", async () => {
    expect((await server.upload([markdown("never.md", "")])).text).toBe("never.md");
  });

  it("deletes only the copy of the client that sent it", async () => {
    for (const client of ["obsidian", "emacs"])
      await server.upload([markdown("a.md", "numbat")], { path: `/api/content?client=${client}` });
    await server.upload([markdown("a.md", "")], { path: "/api/content?client=emacs" });
    expect(await found("numbat")).toEqual(["a.md"]);
  });
});

describe("deleting", () => {
  it("everything takes the texts too (W-20)", async () => {
    await server.upload([markdown("a.md", "numbat")]);
    await server.request("DELETE", "/api/content/type/all");
    expect((await server.get("/api/content/files")).json()).toEqual({ files: [], num_pages: 0 });
    expect(await found("numbat")).toEqual([]);
  });

  it("by type means a client's own files when it is one that keeps its own, otherwise all", async () => {
    await server.upload([markdown("o.md", "numbat")], { path: "/api/content?client=obsidian" });
    await server.upload([markdown("w.md", "numbat")], { path: "/api/content?client=web" });
    await server.request("DELETE", "/api/content/type/markdown?client=obsidian");
    expect(await names()).toEqual(["w.md"]);
    await server.request("DELETE", "/api/content/type/markdown");
    expect(await names()).toEqual([]);
  });

  it("by name answers 201 and how many, also for names that are not there", async () => {
    await server.upload([markdown("a.md"), markdown("b.md")]);
    const one = await server.request("DELETE", "/api/content/file?filename=a.md");
    expect([one.status, one.json()]).toEqual([201, { status: "ok" }]);
    const several = await server.send("DELETE", "/api/content/files", { files: ["b.md", "nope.md"] });
    expect([several.status, several.json()]).toEqual([201, { status: "ok", deleted_count: 1 }]);
  });

  it("of a type or source nobody knows is a 422 with the choice, not a 500 (W-47)", async () => {
    for (const at of ["type/bogus", "type/Markdown", "source/bogus"])
      expect((await server.request("DELETE", `/api/content/${at}`)).status).toBe(422);
  });
});

describe("reading content", () => {
  it("pages through files, newest first, with upstream's times; a page below 0 is a 422 (observed B23)", async () => {
    for (let n = 0; n < 11; n++) await server.upload([markdown(`${n}.md`, "x".repeat(1500))]);
    const first = (await server.get("/api/content/files")).json();
    expect([first.files.length, first.num_pages, first.files[0].file_name]).toEqual([10, 2, "10.md"]);
    expect(first.files[0].raw_text).toHaveLength(1000);
    expect(first.files[0].updated_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+00:00$/);
    const second = (await server.get("/api/content/files?page=1&truncated=false")).json();
    expect(second.files.map((file: { raw_text: string }) => file.raw_text.length)).toEqual([1500]);
    expect((await server.get("/api/content/files?page=99")).json()).toEqual({ files: [], num_pages: 2 });
    for (const page of ["-1", "x"]) expect((await server.get(`/api/content/files?page=${page}`)).status).toBe(422);
  });

  it("answers 404 with an error for a file nobody knows (W-42)", async () => {
    const answer = await server.get("/api/content/file?file_name=nope.md");
    expect([answer.status, Object.keys(answer.json())]).toEqual([404, ["error"]]);
  });

  it("gives a text as it was sent, with a number for its id (W-45)", async () => {
    await server.upload([markdown("a.md", "# A\n[brackets], 'quotes' and \\n escapes\n")]);
    const file = (await server.get("/api/content/file?file_name=a.md")).json();
    expect(file.raw_text).toBe("# A\n[brackets], 'quotes' and \\n escapes\n");
    expect(Number.isSafeInteger(file.id)).toBe(true);
  });

  it("lists an unknown source as empty", async () => {
    expect((await server.get("/api/content/bogus")).json()).toEqual([]);
  });
});

describe("converting", () => {
  const convert = (files: Parameters<TestServer["upload"]>[0]) =>
    server.upload(files, { method: "POST", path: "/api/content/convert" });

  it("gives the text, untrimmed, whatever the charset (observed B24, W-44)", async () => {
    const answer = await convert([
      typed("c.md", "text/markdown; charset=UTF-8", "# C\nünïcode\n"),
      typed("c.org", "text/org", "* C\nx\n"),
    ]);
    expect(answer.json()).toEqual([
      { name: "c.md", content: "# C\nünïcode\n", file_type: "markdown", size: 14 },
      { name: "c.org", content: "* C\nx\n", file_type: "org", size: 6 },
    ]);
    expect(await names()).toEqual([]);
  });

  it("leaves out archives and what is over 10 MB, and misses files where there are none (observed B24)", async () => {
    const zip = typed("d.zip", "application/zip", Buffer.from("PK\x03\x04\0\0\0\0", "latin1"));
    expect((await convert([zip, markdown("big.md", "a ".repeat(5.3e6))])).json()).toEqual([]);
    const none = await server.request("POST", "/api/content/convert");
    expect([none.status, none.json().detail[0].loc]).toEqual([422, ["body", "files"]]);
  });
});

describe("a connection that breaks in the middle of a save", () => {
  it("leaves whole files or nothing, and the server well", async () => {
    const { hostname, port } = new URL(server.url);
    const files = Array.from({ length: 300 }, (_, n) => part(`${n}.md`, `# ${n}\n${"word ".repeat(2000)}`)).join("");
    const socket = connect(Number(port), hostname);
    socket.on("error", () => {});
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    socket.write(
      `PATCH /api/content?client=test HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: ${Buffer.byteLength(files) + 1000}\r\n\r\n`,
    );
    await new Promise<void>((resolve) => socket.write(files, () => resolve()));
    socket.destroy();
    const answer = await server.upload([markdown("after.md", "numbat")]);
    expect(answer.text).toBe("after.md");
    const { files: kept } = (await server.get("/api/content/files?truncated=false")).json();
    for (const file of kept)
      if (file.file_name !== "after.md")
        expect(file.raw_text).toHaveLength(`# ${Number.parseInt(file.file_name, 10)}\n`.length + 10_000);
  });
});
