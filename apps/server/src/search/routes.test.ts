import type { SearchResult } from "@khoj/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Library, openLibrary, type ReadFile } from "../library/index.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { aNote } from "./testing/a-note.ts";

let server: TestServer;
let library: Library;
let space: string;

// The notes of the conformance kit (golden/probe.mjs).
const lighthouse = "# Lighthouse\nThe keeper of Skerryvore counted 5403 puffins on 2024-03-15 in naïve café 🏮 ink.\n";
const bread =
  "* TODO Sourdough :bread:food:\n  SCHEDULED: <2024-05-01 Wed>\nFeed the sourdough starter with rye flour at dawn.\n** Oven\nThe oven must be hot.\n";

beforeAll(async () => {
  server = await startTestServer();
  library = openLibrary(server.database.database);
  [space = ""] = [...(await library.revisions()).keys()];
  await save(
    aNote("notes/light.md", lighthouse),
    aNote("/home/me/notes/bread.org", bread),
    aNote("/home/me/bare2.org", "* Bare two\nSecond file, wallaroo.\n"),
    aNote("terns.txt", "Plain text on the migration of arctic terns.\n"),
    aNote("page.html", "<html><body><p>Basking sharks filter plankton.</p></body></html>"),
    aNote("n.md", "x"),
  );
});
afterAll(() => server.stop());

const save = async (...notes: Promise<ReadFile>[]) => library.save(space, await Promise.all(notes));
const ask = async (query: string): Promise<SearchResult[]> => {
  const answer = await server.get(`/api/search?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json();
};
const q = encodeURIComponent;

describe("GET /api/search", () => {
  it("answers a Markdown note as upstream does, and says why and where besides", async () => {
    const [first] = await ask("q=puffins&client=probe");
    expect(first).toEqual({
      entry: lighthouse,
      score: expect.any(Number),
      "cross-score": null,
      additional: {
        source: "computer",
        file: "notes/light.md",
        uri: "file://notes/light.md#line=1",
        compiled: `# notes/light.md\n#${lighthouse.trimEnd()}`,
        heading: "# notes/light.md\n## Lighthouse",
        match: { via: "words", terms: ["puffins"] },
        line: 1,
        start: 0,
        end: lighthouse.trimEnd().length,
        also: [],
        title: "Lighthouse",
        type: "markdown",
        classification: "internal",
      },
      "corpus-id": expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/),
    });
    expect(first?.score).toBeGreaterThanOrEqual(0);
    expect(first?.score).toBeLessThan(1);
  });

  it("answers Org, plain text and HTML in upstream's forms", async () => {
    expect((await ask("q=sourdough&t=org"))[0]).toMatchObject({
      additional: {
        file: "/home/me/notes/bread.org",
        heading: "* /home/me/notes/bread.org\n** TODO Sourdough.",
        uri: expect.stringMatching(/^file:\/\/\/home\/me\/notes\/bread\.org#line=\d+$/),
      },
    });
    expect((await ask("q=wallaroo"))[0]).toMatchObject({
      entry: "* Bare two\nSecond file, wallaroo.\n\n",
      additional: {
        compiled: "* /home/me/bare2.org\n** Bare two.\n Second file, wallaroo.",
        heading: "* /home/me/bare2.org\n** Bare two.",
      },
    });
    const terns = "terns.txt\nPlain text on the migration of arctic terns.";
    expect((await ask("q=terns&t=plaintext"))[0]).toMatchObject({
      entry: terns,
      additional: { compiled: terns, heading: "terns.txt", file: "terns.txt" },
    });
    const sharks = "page.html\nBasking sharks filter plankton.";
    expect((await ask("q=plankton"))[0]).toMatchObject({ entry: sharks, additional: { compiled: sharks } });
    expect((await ask("q=x&t=markdown"))[0]).toMatchObject({
      entry: "x",
      additional: { compiled: "# n.md\nx", heading: "# n.md\n" },
    });
  });

  it("heads a section of a long note by its ancestors, and places it", async () => {
    const filler = "Nothing came by that day and the sea lay still. ".repeat(40);
    const text = `# Log\n${filler}\n\n## June\nThe bandicoot came.\n\n${filler}\n`;
    await save(aNote("log.md", text), aNote("log.org", text.replaceAll("#", "*").replace("bandicoot", "cuscus")));
    const [markdown] = await ask("q=bandicoot");
    expect(markdown?.additional).toMatchObject({ heading: "# log.md\n## Log", line: 4, uri: "file://log.md#line=4" });
    expect(markdown?.entry.startsWith("# Log\n## June\nThe bandicoot came.")).toBe(true);
    expect(markdown?.additional.compiled.startsWith("# log.md\n## Log\n## June\nThe bandicoot came.")).toBe(true);
    const [org] = await ask("q=cuscus");
    expect(org?.additional.heading).toBe("* Log\n** June.");
    expect(org?.additional.compiled.startsWith("* Log\n** June.\n The cuscus came.")).toBe(true);
  });

  it("ends every uri in the place of the passage, and gives offsets of the text that /api/content/file shows", async () => {
    const text = `${"One line of a log. 🏮\n\n".repeat(300)}The tenrec line.\n`;
    await save(aNote("long.txt", text));
    const { additional } = (await ask("q=tenrec"))[0] ?? {};
    expect(additional?.uri).toBe(`file://long.txt#line=${additional?.line}`);
    expect(text.slice(additional?.start, additional?.end)).toContain("The tenrec line.");
    expect(text.slice(0, additional?.start).split("\n")).toHaveLength(additional?.line ?? 0);
  });

  it("gives chunks of one entry the same corpus-id, in every answer", async () => {
    const half = "The marmot sat. ".repeat(30);
    await save(aNote("marmot.txt", `${half}\n\n${half}\n`));
    const hits = (await ask("q=marmot&dedupe=false")).filter((hit) => hit.additional.file === "marmot.txt");
    expect(hits.length).toBeGreaterThan(1);
    expect(new Set(hits.map((hit) => hit["corpus-id"])).size).toBe(1);
    expect((await ask("q=marmot"))[0]?.["corpus-id"]).toBe(hits[0]?.["corpus-id"]);
  });

  it("says that only words were searched (ours.md §3)", async () => {
    const { headers } = await server.get("/api/search?q=puffins");
    expect(headers["x-khoj-search"]).toMatch(/^words-only; /);
  });

  it("leaves a bad filter out, says so in a header, and never fails (W-48)", async () => {
    const answer = await server.get(`/api/search?q=${q('puffins dt:"gibberish"')}`);
    expect(answer.status).toBe(200);
    expect(answer.json()[0].additional.file).toBe("notes/light.md");
    expect(decodeURIComponent(String(answer.headers["x-khoj-filters"]))).toContain('dt:"gibberish"');
    for (const odd of ['file:"[("', '+"', "%00", "dt:“", '-file:"***"', "\\", "(((", '""']) {
      expect((await server.get(`/api/search?q=${q(`keeper ${odd}`)}`)).status).toBe(200);
    }
    expect((await server.get("/api/search?q=%ff%fe")).status).toBe(200);
  });

  it("W-49: gives more than ten hits, up to a hundred; 0 and less are the usual five (observed C26)", async () => {
    await save(...Array.from({ length: 110 }, (_, n) => aNote(`many/${n}.md`, `# N${n}\nThe gecko number ${n}.\n`)));
    expect(await ask("q=gecko&n=30")).toHaveLength(30);
    expect(await ask("q=gecko&n=1000")).toHaveLength(100);
    for (const n of ["", "&n=0", "&n=-1"]) expect(await ask(`q=gecko${n}`)).toHaveLength(5);
    expect(await ask("q=gecko&n=1")).toHaveLength(1);
  });

  it("refuses what upstream refuses, in its words (observed C29)", async () => {
    const fault = async (query: string) => {
      const answer = await server.get(`/api/search?${query}`);
      expect(answer.status).toBe(422);
      return answer.json().detail;
    };
    const expected = "'all', 'org', 'markdown', 'image', 'pdf', 'github', 'notion', 'plaintext' or 'docx'";
    for (const t of ["bogus", "Org", ""]) {
      expect(await fault(`q=a&t=${t}`)).toEqual([
        { type: "enum", loc: ["query", "t"], msg: `Input should be ${expected}`, input: t, ctx: { expected } },
      ]);
    }
    expect(await fault("n=abc&q=a&r=maybe")).toEqual([
      {
        type: "int_parsing",
        loc: ["query", "n"],
        msg: "Input should be a valid integer, unable to parse string as an integer",
        input: "abc",
      },
      {
        type: "bool_parsing",
        loc: ["query", "r"],
        msg: "Input should be a valid boolean, unable to interpret input",
        input: "maybe",
      },
    ]);
    expect(await fault("")).toEqual([{ type: "missing", loc: ["query", "q"], msg: "Field required", input: null }]);
  });

  it("takes stray ampersands, the last of a repeated parameter, and plus for a blank", async () => {
    expect((await ask("&q=puffins&&client=emacs"))[0]?.additional.file).toBe("notes/light.md");
    expect((await ask("q=puffins&q=sourdough"))[0]?.additional.file).toBe("/home/me/notes/bread.org");
    expect((await ask("q=skerryvore+keeper"))[0]?.additional.file).toBe("notes/light.md");
  });

  it("answers [] to the empty question only (observed C26)", async () => {
    expect(await ask("q=")).toEqual([]);
    expect(await ask("q=%20%20")).toHaveLength(5);
  });

  it("answers a whole note sent as the question, 42,110 characters of any script (observed C30)", async () => {
    const note = `${lighthouse}${"Ворон над морем 烏が海の上を飛ぶ. ".repeat(2000)}`.slice(0, 42_110);
    expect((await ask(`q=${q(note)}&n=10&client=obsidian`))[0]?.additional.file).toBe("notes/light.md");
  });

  it("gives a cross-score when asked to rerank, and null otherwise", async () => {
    const reranked = await ask("q=sourdough+starter&r=true");
    expect(reranked[0]).toMatchObject({ "cross-score": expect.any(Number) });
    expect(reranked[0]?.additional.file).toBe("/home/me/notes/bread.org");
    const scores = reranked.map((hit) => hit["cross-score"] ?? 2);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect((await ask("q=sourdough&r=no"))[0]?.["cross-score"]).toBeNull();
  });

  it("never lets text of notes become anything but text", async () => {
    const odd = "# $& $1 heading\n</script><b>$`</b> \u2028 quoll\n";
    await save(aNote("odd $&.md", odd));
    expect((await ask("q=quoll"))[0]).toMatchObject({
      entry: odd,
      additional: { compiled: `# odd $&.md\n#${odd.trimEnd()}`, heading: "# odd $&.md\n## $& $1 heading" },
    });
  });
});

describe("GET /api/search/explain", () => {
  it("shows how the question was read and why each hit stands where it stands", async () => {
    const query = 'keeper "of Skerryvore" +"puffins" -file:"old*" dt:"March 2024" dt:"gibberish"';
    const answer = await server.get(`/api/search/explain?q=${q(query)}&timezone=Asia/Tokyo`);
    expect(answer.json()).toMatchObject({
      query: {
        text: "keeper of Skerryvore",
        phrases: ["of Skerryvore"],
        filters: {
          type: "all",
          mustContain: ["puffins"],
          notFiles: ["old*"],
          days: { from: "2024-03-01", to: "2024-04-01" },
        },
        timeZone: "Asia/Tokyo",
        problems: [expect.stringContaining("gibberish")],
      },
      hits: [{ file: "notes/light.md", line: 1, phrase: true, relevance: expect.any(Number), also: [] }],
      searched: { chunks: 1, matched: 1 },
      degraded: expect.any(String),
    });
  });

  it("refuses parameters it does not know", async () => {
    expect((await server.get("/api/search/explain?q=a&limt=3")).status).toBe(422);
    expect((await server.get("/api/search/explain?q=a&client=web")).status).toBe(200);
  });
});
