import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPictureHeader, toPng } from "../../../../packages/text/src/picture-files.ts";
import { column, makePdf } from "../../../../packages/text/src/testing/make-pdf.ts";
import { makeScan } from "../../../../packages/text/src/testing/make-scan.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const statusOf = async (name: string) =>
  (await server.get(`/api/content/status?q=${encodeURIComponent(name)}`)).json().items[0];

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 50_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 200)))
    if (await isSo()) return;
  throw new Error("It did not come about");
}

const paper = makePdf({
  title: "The log of the cape",
  pages: [
    { lines: column(["The keeper of the lighthouse fed a quokka every morning."], 60) },
    { lines: column(["On the second page he writes of a numbat and the sea."], 60) },
  ],
});

describe("a PDF", () => {
  beforeAll(async () => {
    await server.upload([{ name: "log.pdf", content: paper, type: "application/pdf" }]);
  });

  it("is found by its words, at its page", async () => {
    const [hit] = (await server.get("/api/search?q=numbat")).json();
    expect(hit.additional).toMatchObject({ file: "log.pdf", page: 2, uri: "file://log.pdf#page=2", type: "pdf" });
    expect(await statusOf("log.pdf")).toMatchObject({ state: "indexed", reason: null });
  });

  it("says where the words of a passage stand on the page", async () => {
    const [hit] = (await server.get("/api/search?q=numbat")).json();
    const page = (await server.get("/api/content/page?file_name=log.pdf&page=2")).json();
    expect(page).toMatchObject({ page: 2, pages: 2, width: 595, height: 842 });
    const { raw_text: text } = (await server.get("/api/content/file?file_name=log.pdf")).json();
    const marked = page.words.filter(
      ([start, end]: number[]) => Number(start) >= hit.additional.start && Number(end) <= hit.additional.end,
    );
    expect(marked.map(([start, end]: number[]) => text.slice(start, end)).join(" ")).toContain("of a numbat and");
    expect((await server.get("/api/content/page?file_name=log.pdf&page=3")).status).toBe(404);
  });

  it("opens as a picture of the page, and whole as it came", async () => {
    const picture = await server.get("/api/content/original?file_name=log.pdf&page=2");
    expect(picture.headers["content-type"]).toBe("image/png");
    expect(readPictureHeader(picture.bytes)).toMatchObject({ kind: "PNG", width: 1240, height: 1754 });
    expect((await server.get("/api/content/original?file_name=log.pdf&page=2")).bytes.equals(picture.bytes)).toBe(true);
    expect((await server.get("/api/content/original?file_name=log.pdf")).bytes.equals(paper)).toBe(true);
    expect((await server.get("/api/content/original?file_name=log.pdf&page=9")).status).toBe(404);
  });

  it("does not fill the memory when somebody asks for very many at once", async () => {
    const ask = (page: number) => server.get(`/api/content/original?file_name=log.pdf&page=${page}`);
    const answers = await Promise.all(Array.from({ length: 80 }, (_, at) => ask(100 + at)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404, 429]));
    expect((await ask(1)).status).toBe(200);
  });

  it("that is locked or no PDF at all is named with the reason", async () => {
    await server.upload([{ name: "cut.pdf", content: paper.subarray(0, 100), type: "application/pdf" }]);
    expect(await statusOf("cut.pdf")).toMatchObject({
      state: "skipped",
      reason: expect.stringContaining("is cut off"),
    });
  });
});

describe("scans and pictures", () => {
  it("are read while the upload waits as long as it may, and the rest of them in the background", async () => {
    const scan = (word: string) => makeScan(column([`The receipt names a ${word} and a ketch`], 60, 700, 16));
    const words = ["bilby", "dunnart", "potoroo", "bettong", "quoll", "kowari"];
    const scans = await Promise.all(words.map(scan));
    const pages = Array.from({ length: 4 }, () => scans)
      .flat()
      .map((picture) => ({ picture }));
    await server.upload([
      { name: "receipt.png", content: toPng(scans[0] ?? (await scan("bilby"))), type: "image/png" },
      { name: "receipts.pdf", content: makePdf({ pages }), type: "application/pdf" },
    ]);
    await until(async () => (await statusOf("receipts.pdf")).state === "indexed");
    await until(async () => (await statusOf("receipt.png")).state === "indexed");
    const hits: { additional: { file: string; page?: number } }[] = (await server.get("/api/search?q=kowari")).json();
    expect(hits.map(({ additional }) => additional.file)).toContain("receipts.pdf");
    const images: typeof hits = (await server.get("/api/search?q=bilby&t=image")).json();
    expect(images.map(({ additional }) => additional.file)).toEqual(["receipt.png"]);
    const pictured = (await server.get("/api/content/page?file_name=receipt.png")).json();
    expect(pictured).toMatchObject({ page: 1, pages: 1, width: 1240, height: 1754 });
    expect(pictured.words.length).toBeGreaterThan(5);
  });

  it("of too many pixels are refused by their header", async () => {
    const huge = Buffer.from(toPng({ width: 1, height: 1, isGray: true, data: new Uint8Array(1) }));
    huge.writeUInt32BE(30_000, 16);
    huge.writeUInt32BE(30_000, 20);
    await server.upload([{ name: "huge.png", content: huge, type: "image/png" }]);
    expect(await statusOf("huge.png")).toMatchObject({
      state: "skipped",
      reason: expect.stringContaining("30000 × 30000 pixels"),
    });
  });
});
