import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePdf } from "../../../../packages/text/src/testing/make-pdf.ts";
import { makeEpub, officeSamples } from "../../../../packages/text/src/testing/office-samples.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
const samples = officeSamples();
beforeAll(async () => {
  server = await startTestServer();
  await server.upload(samples.map(({ name, content }) => ({ name, content, type: "application/octet-stream" })));
});
afterAll(() => server.stop());

const statusOf = async (name: string) =>
  (await server.get(`/api/content/status?q=${encodeURIComponent(name)}`)).json().items[0];
const search = async (word: string) => (await server.get(`/api/search?q=${encodeURIComponent(word)}&n=5`)).json();
const places = samples.flatMap(({ name, words, heading }) =>
  Object.entries(words).map(([place, word]) => ({ name, place, word, heading })),
);

describe("a word that stands only in", () => {
  it.each(places)("a $place of $name is found, and leads to where it stands", async ({ name, word, heading }) => {
    const [hit] = await search(word);
    expect(hit?.additional).toMatchObject({ file: name, uri: expect.stringContaining(`${name}#line=`) });
    const { raw_text: text } = (await server.get(`/api/content/file?file_name=${name}`)).json();
    const passage = text.slice(hit.additional.start, hit.additional.end);
    expect(passage.toLowerCase()).toContain(word);
    expect(
      text
        .split("\n")
        .slice(hit.additional.line - 1)
        .join("\n")
        .startsWith(passage.split("\n")[0]),
    ).toBe(true);
    expect(hit.entry).toContain(heading);
  });

  it("an archive is not found: it is named with what to do, and nothing of it is kept", async () => {
    const zip = samples[0]?.content ?? new Uint8Array();
    const answer = await server.upload([{ name: "all.zip", content: zip, type: "application/zip" }]);
    expect(answer.status).toBe(200);
    expect(await statusOf("all.zip")).toMatchObject({
      state: "skipped",
      reason: "This is an archive, which is not opened; unpack it and send what is in it.",
      chunks: 0,
    });
    expect((await server.get("/api/content/original?file_name=all.zip")).status).toBe(404);
  });
});

describe("a file that is not read, or not to its end, says why:", () => {
  const locked = Buffer.from(
    makePdf({ pages: [{}] })
      .toString("latin1")
      .replace(
        "trailer\n<< ",
        `trailer\n<< /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <${"00".repeat(32)}> /U <${"00".repeat(32)}> /P -4 >> `,
      ),
    "latin1",
  );
  const unread: readonly [what: string, name: string, content: Uint8Array, state: string, reason: string][] = [
    ["a PDF behind a password", "locked.pdf", locked, "skipped", "locked with a password"],
    [
      "a Word document behind a password",
      "locked.docx",
      Buffer.from("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1encrypted", "latin1"),
      "skipped",
      "behind a password",
    ],
    ["a book without its last chapter", "half.epub", makeEpub({ isWhole: false }), "partly", "1 of its 2 chapters"],
    ["a table cut off", "cut.xlsx", samples[3]?.content.subarray(0, 900) ?? new Uint8Array(), "skipped", "cut off"],
    [
      "a PDF of which the end is missing",
      "cut.pdf",
      makePdf({ pages: [{ lines: [{ text: "A lone galah.", x: 60, y: 700 }] }] }).subarray(0, -6),
      "partly",
      "end is missing",
    ],
  ];

  it.each(unread)("%s", async (_what, name, content, state, reason) => {
    await server.upload([{ name, content, type: "application/octet-stream" }]);
    expect(await statusOf(name)).toMatchObject({ state, reason: expect.stringContaining(reason) });
  });

  it("what could be read of it is found", async () => {
    expect((await search("emuwater"))[0]?.additional.file).toBe("half.epub");
    expect((await search("galah"))[0]?.additional).toMatchObject({ file: "cut.pdf", page: 1 });
  });
});

it("an upload of one type takes that and names the rest", async () => {
  const files = samples
    .slice(0, 2)
    .map(({ name, content }) => ({ name: `typed-${name}`, content, type: "application/octet-stream" }));
  await server.upload(files, { path: "/api/content?t=docx&client=test" });
  expect(await statusOf("typed-plan.docx")).toMatchObject({ state: "indexed" });
  expect(await statusOf("typed-roof.odt")).toBeUndefined();
});
