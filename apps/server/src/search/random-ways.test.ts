import type { SearchExplanation, SearchResult } from "@khoj/contract";
import { type EmbeddingsEndpoint, startEmbeddingsEndpoint } from "@khoj/models/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makePdf } from "../../../../packages/text/src/testing/make-pdf.ts";
import { officeSamples } from "../../../../packages/text/src/testing/office-samples.ts";
import { makeRandom } from "../testing/random.ts";
import { type SignedInClient, signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer, testModels } from "../testing/start-test-server.ts";

// The endpoint's vectors are made of words: the right-hand ones are near to the left-hand ones, whose letters they lack.
const means = { ochre: "amber", lava: "basalt", blueness: "cobalt", glow: "ember", inlet: "fjord", port: "harbour" };
const words = [...Object.values(means), "drift", "gravel", "iris"];
const asked = [...words, ...Object.keys(means), "unheard", "of"];
const endings = ["md", "org", "txt"];
const [plan] = officeSamples();

let endpoint: EmbeddingsEndpoint;
let server: TestServer;
let ann: SignedInClient;
let ben: SignedInClient;

beforeAll(async () => {
  endpoint = await startEmbeddingsEndpoint({ means });
  const given = { baseUrl: endpoint.baseUrl, key: undefined, model: undefined };
  const embedding = { kind: "endpoint", setBy: "environment", endpoint: given } as const;
  server = await startTestServer({ config: { anonymous: false, models: { ...testModels, embedding } } });
  ann = await signInAs(server, { email: "ann@example.org" });
  ben = await signInAs(server, { email: "ben@example.org" });
  await ann.upload(notesOf("ann"));
  await ann.upload([
    {
      name: "ann/log.pdf",
      content: makePdf({ pages: [{ lines: [{ text: "The amber of the fjord.", x: 60, y: 700 }] }] }),
      type: "application/pdf",
    },
    { name: "ann/plan.docx", content: plan?.content ?? "", type: "application/octet-stream" },
  ]);
  await ben.upload(notesOf("ben"));
});
afterAll(async () => {
  await server?.stop();
  await endpoint.stop();
});

const notesOf = (whose: string) =>
  words.map((word, at) => ({
    name: `${whose}/${word}.${endings[at % 3]}`,
    content: `The ${word} and ${words[(at + 3) % words.length]} of ${whose}.\n`,
  }));
const search = async (client: SignedInClient, question: string, more = ""): Promise<SearchResult[]> => {
  const answer = await client.get(`/api/search?q=${encodeURIComponent(question)}${more}`);
  expect(answer.status, `${question}${more}: ${answer.text}`).toBe(200);
  return answer.json();
};
const foundBy = async (client: SignedInClient, question: string, more = ""): Promise<string[]> =>
  (await search(client, question, more)).map(({ additional }) => `${additional.file} ${additional.match.via}`);

it("every note has its vectors a moment after it was written", async () => {
  for (const client of [ann, ben])
    await expect.poll(() => foundBy(client, "ochre", "&how=meaning"), { timeout: 60_000 }).not.toEqual([]);
  const waiting = async () => (await ann.get("/api/content/progress")).json().meaning;
  await expect
    .poll(async () => (await waiting()).embedded === (await waiting()).passages, { timeout: 60_000 })
    .toBe(true);
}, 120_000);

it("random searches by meaning and by both: each is answered, within its filters and the person's own, best first, and says what found it", async () => {
  const random = makeRandom(20_261_124);
  const one = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
  const seen = new Map<string, number>();
  const askOnce = async (): Promise<void> => {
    const [client, whose, other] = one([
      [ann, "ann", "ben"],
      [ben, "ben", "ann"],
    ] as const);
    const [how, type, ending] = [
      one(["both", "meaning"]),
      one(["all", "all", "markdown", "org", "pdf", "image"]),
      one(endings),
    ];
    const without = one(words);
    const filters = [
      { text: "", holds: () => true },
      { text: `file:"*.${ending}"`, holds: ({ additional }: SearchResult) => additional.file.endsWith(`.${ending}`) },
      { text: `file:*.${ending}`, holds: ({ additional }: SearchResult) => additional.file.endsWith(`.${ending}`) },
      { text: `-file:"${without}"`, holds: ({ additional }: SearchResult) => !additional.file.includes(without) },
      { text: `-"${without}"`, holds: ({ entry }: SearchResult) => !entry.includes(without) },
      { text: `+"of"`, holds: ({ entry }: SearchResult) => entry.includes("of") },
    ];
    const filter = one(filters);
    const question = `${Array.from({ length: random(4) }, () => one(asked)).join(" ")} ${filter.text}`;
    const limit = 1 + random(20);
    const more = `&how=${how}&t=${type}&n=${limit}&dedupe=${one(["true", "false"])}${one(["", "", "&max_distance=0.6"])}`;
    const hits = await search(client, question, more);
    const about = `${question}${more}`;
    expect(hits.length, about).toBeLessThanOrEqual(limit);
    const scores = hits.map(({ score }) => score);
    expect(scores, about).toEqual(scores.toSorted((a, b) => a - b));
    for (const hit of hits) {
      const { via, terms } = hit.additional.match;
      seen.set(`${how} ${via}`, (seen.get(`${how} ${via}`) ?? 0) + 1);
      expect(hit.additional.file, about).toMatch(new RegExp(`^${whose}/`));
      expect(hit.entry, about).not.toContain(`of ${other}`);
      expect(filter.holds(hit), about).toBe(true);
      if (type !== "all") expect(hit.additional.type, about).toBe(type);
      expect(terms.length > 0, about).toBe(via !== "meaning" && /\p{L}/u.test(question.replace(filter.text, "")));
      expect(hit.score, about).toBeGreaterThanOrEqual(0);
      expect(hit.score, about).toBeLessThanOrEqual(more.includes("max_distance") ? 0.6 : 1);
    }
  };
  for (let done = 0; done < 600; done += 4) await Promise.all([askOnce(), askOnce(), askOnce(), askOnce()]);
  expect([...seen.keys()]).toEqual(
    expect.arrayContaining(["both both", "both words", "both meaning", "meaning meaning"]),
  );
}, 120_000);

it("a search of one type finds that type, by words and by meaning, and of a type there is none of nothing", async () => {
  expect(await foundBy(ann, "amber fjord", "&t=pdf")).toEqual(["ann/log.pdf both"]);
  expect(await foundBy(ann, "ochre inlet", "&t=pdf")).toEqual(["ann/log.pdf meaning"]);
  const [word = ""] = Object.values(plan?.words ?? {});
  expect((await search(ann, word, "&t=docx")).map(({ additional }) => additional.file)).toContain("ann/plan.docx");
  for (const type of ["image", "github", "notion"]) {
    expect(await foundBy(ann, "amber fjord", `&t=${type}`)).toEqual([]);
    expect(await foundBy(ann, "ochre inlet", `&t=${type}&how=meaning`)).toEqual([]);
  }
  expect((await ann.get("/api/search?q=amber&t=spreadsheet")).status).toBe(422);
});

it("where neither words nor meaning find anything, the explanation says that both looked, and among how many", async () => {
  const answer = await ann.get("/api/search/explain?q=zeppelin");
  const { hits, searched, meaning }: SearchExplanation = answer.json();
  expect(hits).toEqual([]);
  expect(searched.chunks).toBeGreaterThan(words.length);
  expect(meaning).toEqual({ model: "words-embed", weight: expect.any(Number), reason: null });
});
