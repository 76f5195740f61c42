import { describe, expect, it } from "vitest";
import { type MultipartLimits, type PartContent, readParts } from "./multipart.ts";

interface Sent {
  readonly headers: string;
  readonly content: Buffer;
}
interface Got {
  readonly field: string;
  readonly fileName: string | undefined;
  readonly mimeType: string | undefined;
  readonly charset: string | undefined;
  readonly content: PartContent;
}
const boundary = "-------------------------khoj";
const contentType = `multipart/form-data; boundary=${boundary}`;
const file = (name: string, content: string | Buffer, type = "Content-Type: text/markdown\r\n"): Sent => ({
  headers: `Content-Disposition: form-data; name="files"; filename="${name}"\r\n${type}`,
  content: Buffer.from(content),
});
const body = (parts: readonly Sent[], preamble = "", end = `--${boundary}--\r\n`): Buffer =>
  Buffer.concat([
    Buffer.from(preamble),
    ...parts.map(({ headers, content }) =>
      Buffer.concat([Buffer.from(`--${boundary}\r\n${headers}\r\n`), content, Buffer.from("\r\n")]),
    ),
    Buffer.from(end),
  ]);

async function read(
  bytes: Buffer,
  limits: Partial<MultipartLimits> = {},
  cuts: readonly number[] = [],
): Promise<Got[]> {
  const got: Got[] = [];
  const all = { maxParts: 1000, maxPartBytes: 1_000_000, ...limits };
  for await (const part of readParts(inPieces(bytes, cuts), contentType, all)) {
    const { field, fileName, mimeType, charset } = part;
    got.push({ field, fileName, mimeType, charset, content: await part.read() });
  }
  return got;
}

async function* inPieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
  for (const [index, place] of places.entries()) yield bytes.subarray(place, places[index + 1] ?? bytes.length);
}

const names = (parts: readonly Got[]) => parts.map((part) => part.fileName);
const texts = (parts: readonly Got[]) =>
  parts.map(({ content }) => (content.state === "whole" ? content.bytes.toString("utf8") : content.state));

describe("reading an upload", () => {
  it("takes both files of Emacs, whose body begins with a bare newline", async () => {
    const parts = await read(body([file("/home/me/a.org", "* A"), file("/home/me/b.org", "* B")], "\n"));
    expect(names(parts)).toEqual(["/home/me/a.org", "/home/me/b.org"]);
    expect(texts(parts)).toEqual(["* A", "* B"]);
  });

  it.each([
    ["Deep/földer/Poem 🏮, a.md", "Deep/földer/Poem 🏮, a.md"],
    ["C:\\notes\\win.md", "C:\\notes\\win.md"],
    ["\\\\srv\\share\\unc.md", "\\\\srv\\share\\unc.md"],
    ['say \\"hi\\".md', 'say "hi".md'],
    ["100%25 done.md", "100%25 done.md"],
    ["a;b=c.md", "a;b=c.md"],
    ["", ""],
  ])("keeps the name %s whole", async (sent, kept) => {
    expect(names(await read(body([file(sent, "x")])))).toEqual([kept]);
  });

  it("reads the type and charset of each part, and passes over a parameter without a value (W-44)", async () => {
    const types = [
      "Content-Type: text/markdown; charset=UTF-8\r\n",
      "Content-Type: Text/Org;\r\n",
      "Content-Type: text/html; odd\r\n",
      'Content-Type: text/plain; odd; charset="ISO-8859-1"\r\n',
      "",
    ];
    const parts = await read(body(types.map((type) => file("a", "x", type))));
    expect(parts.map(({ mimeType, charset }) => [mimeType, charset])).toEqual([
      ["text/markdown", "utf-8"],
      ["text/org", undefined],
      ["text/html", undefined],
      ["text/plain", "iso-8859-1"],
      [undefined, undefined],
    ]);
  });

  it("tells a part without a file name from one whose name is empty", async () => {
    const field = { headers: 'Content-Disposition: form-data; name="files"\r\n', content: Buffer.from("x") };
    expect(names(await read(body([field, file("", "x")])))).toEqual([undefined, ""]);
  });

  it("passes over a file that is too long and takes the others", async () => {
    const parts = await read(body([file("a", "ok"), file("b", "x".repeat(5000)), file("c", "fine")]), {
      maxPartBytes: 4000,
    });
    expect(texts(parts)).toEqual(["ok", "too-large", "fine"]);
  });

  it("passes over parts nobody reads", async () => {
    const seen: (string | undefined)[] = [];
    for await (const part of readParts(inPieces(body([file("a", "1"), file("b", "2")]), [7]), contentType, {
      maxParts: 9,
      maxPartBytes: 9,
    })) {
      seen.push(part.fileName);
    }
    expect(seen).toEqual(["a", "b"]);
  });

  it("takes a thousand files and refuses one more in upstream's words", async () => {
    const many = Array.from({ length: 1000 }, (_, index) => file(`${index}.md`, ""));
    expect(await read(body(many))).toHaveLength(1000);
    await expect(read(body([...many, file("more.md", "")]))).rejects.toThrow(
      "Too many files. Maximum number of files is 1000.",
    );
  });

  it("marks the part in which the body was cut", async () => {
    const whole = body([file("a", "whole"), file("b", "not whole")]);
    expect(texts(await read(whole.subarray(0, whole.length - 40)))).toEqual(["whole", "cut"]);
  });

  it.each([
    ["text before the first boundary", body([file("a", "x")], "This is a preamble.\r\n")],
    [
      "line feeds for line ends",
      Buffer.from(
        body([file("a", "x")])
          .toString()
          .replaceAll("\r\n", "\n"),
      ),
    ],
  ])("refuses %s", async (_, bytes) => {
    await expect(read(bytes)).rejects.toThrow("Invalid multipart data.");
  });

  it("refuses a body whose type names no boundary, and finds no parts in another type", async () => {
    const parts = (type: string) => readParts(inPieces(Buffer.from("{}"), []), type, { maxParts: 1, maxPartBytes: 1 });
    await expect(parts("multipart/form-data").next()).rejects.toThrow("Missing boundary in multipart.");
    expect(await parts("application/json").next()).toEqual({ done: true, value: undefined });
  });

  it("reads the same parts wherever the network cuts the body", async () => {
    const random = makeRandom(20_261_124);
    for (let round = 0; round < 200; round += 1) {
      const sent = Array.from({ length: 1 + random(5) }, (_, index) => file(`${index}/né.md`, aContent(random)));
      const bytes = body(sent, ["", "\n", "\r\n"][random(3)]);
      const cuts = Array.from({ length: random(40) }, () => random(bytes.length));
      const parts = await read(bytes, {}, round % 5 === 0 ? [...bytes.keys()] : cuts);
      const contents = parts.map(({ content }) => (content.state === "whole" ? content.bytes : undefined));
      expect(contents).toEqual(sent.map(({ content }) => content));
    }
  });
});

/** Content that is full of line ends and all but boundaries, yet holds none: a client picks one that is not there. */
function aContent(random: (below: number) => number): Buffer {
  const pieces = [
    "\r\n",
    "\r",
    "\n",
    "--",
    "\r\n--",
    `\r\n--${boundary.slice(0, -1)}`,
    boundary,
    "text",
    "",
    "\r\n\r\n",
  ];
  const text = Array.from({ length: random(12) }, () => pieces[random(pieces.length)] ?? "").join("");
  return Buffer.from(text.replaceAll(`--${boundary}`, ""));
}

/** A seeded generator (mulberry32): a failure is the same failure again. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
