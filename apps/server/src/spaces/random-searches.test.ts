import { afterAll, beforeAll, expect, it } from "vitest";
import { makeRandom, type Random } from "../testing/random.ts";
import { type SignedInClient, signInAs } from "../testing/sign-in-as.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

/** People and spaces that overlap: person p is in shared space s when bit p of s's number is set. */
const people = 6;
const memberships = [0b000011, 0b000110, 0b001100, 0b011000, 0b110000, 0b100001, 0b010101, 0b111111];
const rounds = 10_000;
const words = ["amber", "basalt", "cobalt", "drift", "ember", "fjord", "gravel", "harbour", "iris", "juniper"];

interface Somebody {
  readonly client: SignedInClient;
  /** Markers of the spaces they may read. */
  readonly mayRead: Set<string>;
  readonly spaces: string[];
}

let server: TestServer;
const everybody: Somebody[] = [];
const allSpaces: string[] = [];

beforeAll(async () => {
  server = await startTestServer({ config: { anonymous: false } });
  for (let index = 0; index < people; index++) {
    const client = await signInAs(server, { email: `person${index}@example.org` });
    const own = (await client.get("/api/spaces")).json().spaces[0].id;
    allSpaces.push(own);
    await fill(client, own, `own${index}`);
    everybody.push({ client, mayRead: new Set([`own${index}`]), spaces: [own] });
  }
  for (const [number, members] of memberships.entries()) await share(number, members);
}, 120_000);
afterAll(() => server.stop());

async function share(number: number, members: number): Promise<void> {
  const inside = everybody.filter((_, index) => members & (1 << index));
  const [maker] = inside;
  if (maker === undefined) throw new Error("A space has a member");
  const { id } = (await maker.client.send("POST", "/api/spaces", { name: `Shared ${number}` })).json();
  allSpaces.push(id);
  for (const [index, one] of everybody.entries()) {
    if (!inside.includes(one)) continue;
    const role = number % 2 === 0 ? "reader" : "editor";
    if (one !== maker) await maker.client.send("PUT", `/api/spaces/${id}/members/person${index}@example.org`, { role });
    one.mayRead.add(`shared${number}`);
    one.spaces.push(id);
  }
  await fill(maker.client, id, `shared${number}`);
}

/** Notes that all spaces have in common but for the marker of theirs. */
async function fill(client: SignedInClient, space: string, marker: string): Promise<void> {
  const files = words.map((word, at) => ({
    name: `${marker}/${word}.md`,
    content: `# ${word}\n\nThe ${word} of ${marker} and ${words[(at + 3) % words.length]}, tagged #${word}.`,
  }));
  const answer = await client.upload(files, { path: `/api/content?client=web&space=${space}` });
  expect(answer.status).toBe(200);
}

it("10,000 random searches by people with overlapping spaces find nothing from a space the person may not read", async () => {
  const random = makeRandom(20_261_124);
  const strays: string[] = [];
  let found = 0;
  const searchOnce = async (): Promise<void> => {
    const who = everybody[random(people)] as Somebody;
    const { path, named } = anySearch(random, who);
    const answer = await who.client.get(path);
    if (named !== undefined && !who.spaces.includes(named)) {
      if (answer.status !== 404) strays.push(`${path}: ${answer.status}`);
      return;
    }
    for (const hit of answer.json() as { entry: string; additional: { file: string; also?: string[] } }[]) {
      found++;
      const markers = [hit.additional.file, ...(hit.additional.also ?? []), hit.entry]
        .join(" ")
        .match(/(own|shared)\d/g);
      for (const marker of markers ?? []) if (!who.mayRead.has(marker)) strays.push(`${path}: ${marker}`);
    }
  };
  for (let done = 0; done < rounds; done += 8) await Promise.all(Array.from({ length: 8 }, searchOnce));
  expect(strays).toEqual([]);
  expect(found).toBeGreaterThan(rounds);
}, 300_000);

function anySearch(random: Random, who: Somebody): { path: string; named: string | undefined } {
  const word = () => words[random(words.length)] ?? "";
  const marker = () => (random(2) ? `own${random(people)}` : `shared${random(memberships.length)}`);
  const queries = [
    word(),
    `${word()} ${word()}`,
    `"${word()} of ${marker()}"`,
    `${word()} file:"${marker()}/*"`,
    `${word()} +"${word()}"`,
    `${word()} -"${word()}"`,
    marker(),
    `${marker()} ${word()} dt>="last week"`,
    word().slice(0, 3),
  ];
  const named =
    random(3) === 0
      ? random(2)
        ? who.spaces[random(who.spaces.length)]
        : allSpaces[random(allSpaces.length)]
      : undefined;
  const query = new URLSearchParams({ q: queries[random(queries.length)] ?? "", n: String(1 + random(20)) });
  if (random(4) === 0) query.set("r", "true");
  if (named !== undefined) query.set("space", named);
  return { path: `/api/search?${query}`, named };
}
