/**
 * Whether answers say what the notes say: 200 questions whose answer stands in a known paragraph, and 100 whose paragraph
 * was left out, half of them with the rest of its article there. By quotes, and by the scripted model over its protocol.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serveModels } from "../packages/models/src/testing/index.ts";
import { corporaFolder } from "./corpora.ts";
import { type BenchServer, startBenchServer } from "./server.ts";

const article = "xquad/xquad.en.json";
const file: { data: readonly { title: string; paragraphs: readonly Paragraph[] }[] } = JSON.parse(
  readFileSync(join(corporaFolder(), article), "utf8"),
);
interface Paragraph {
  readonly context: string;
  readonly qas: readonly { readonly question: string; readonly answers: readonly { readonly text: string }[] }[];
}
interface Question {
  readonly ask: string;
  readonly fact: string;
}

/** Of the first 8 articles nothing is there, of the next 25 all but the last paragraph. */
const [wholeArticles, partArticles] = [8, 25];
const there: { name: string; text: string }[] = [];
const known: Question[] = [];
const elsewhere: Question[] = [];
const beside: Question[] = [];
for (const [at, { title, paragraphs }] of file.data.entries()) {
  for (const [index, { context, qas }] of paragraphs.entries()) {
    const left = at < wholeArticles ? elsewhere : at < wholeArticles + partArticles && index === 4 ? beside : undefined;
    if (left === undefined) there.push({ name: `${title}/${index}.md`, text: context });
    (left ?? known).push(...qas.map(({ question, answers }) => ({ ask: question, fact: answers[0]?.text ?? "" })));
  }
}
/** Evenly spread, always the same. */
const pick = (questions: readonly Question[], count: number): readonly Question[] =>
  Array.from({ length: count }, (_, index) => questions[Math.floor((index * questions.length) / count)]).flatMap(
    (question) => question ?? [],
  );
const answerable = pick(known, 200);
const unanswerable = [...pick(elsewhere, 50), ...pick(beside, 50)];

/** It says that the notes do not answer, and quotes nothing for all that. */
const saysNot = (response: string): boolean =>
  /(?:^|\n)(?:Nothing in your notes answers this|(?:That is )?not in your notes)/i.test(response) &&
  !/\[\d+\](?!\()/.test(response);
const plain = (text: string): string =>
  text
    .replace(/\\(?=[^\p{L}\p{N}])|[*_`>]/gu, "")
    .replace(/\s+/g, " ")
    .toLowerCase();

interface Answer {
  readonly response: string;
  readonly context: readonly { readonly compiled: string; readonly checked?: boolean }[];
}

async function measure(server: BenchServer, name: string): Promise<void> {
  const ask = async ({ ask }: Question): Promise<Answer> => {
    const body = JSON.stringify({ q: ask, create_new: true });
    const { text } = await server.ask("POST", "/api/chat", Buffer.from(body));
    return JSON.parse(text);
  };
  let answered = 0;
  let held = 0;
  let checked = 0;
  const missed: string[] = [];
  for (const question of answerable) {
    const { response, context } = await ask(question);
    if (saysNot(response)) {
      missed.push(question.ask);
      continue;
    }
    answered += 1;
    const cited = [...new Set([...response.matchAll(/\[(\d+)\]/g)].map((found) => Number(found[1])))];
    const holds = cited.some((number) => plain(context[number - 1]?.compiled ?? "").includes(plain(question.fact)));
    if (holds) held += 1;
    if (holds && cited.some((number) => context[number - 1]?.checked)) checked += 1;
  }
  const wrong: string[] = [];
  let [elsewhereSaid, besideSaid] = [0, 0];
  for (const [index, question] of unanswerable.entries()) {
    const { response } = await ask(question);
    if (!saysNot(response)) wrong.push(`${question.ask} → ${response.slice(0, 300).replace(/\s+/g, " ")}`);
    else if (index < 50) elsewhereSaid += 1;
    else besideSaid += 1;
  }
  console.log(
    `${name}: of ${answerable.length} answerable ${answered} answered (${percent(answered / answerable.length)}), citation holds the fact in ${held} (${percent(held / answerable.length)} of all, ${percent(held / answered)} of answered), found and checked ${checked}`,
  );
  console.log(
    `${name}: of ${unanswerable.length} unanswerable ${elsewhereSaid + besideSaid} say so (article not there ${elsewhereSaid}/50, rest of the article there ${besideSaid}/50)`,
  );
  if (process.argv.includes("--list"))
    console.log([...missed.map((one) => `missed: ${one}`), ...wrong.map((one) => `wrong: ${one}`)].join("\n"));
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

async function upload(server: BenchServer): Promise<void> {
  const form = new FormData();
  for (const { name, text } of there) form.append("files", new Blob([text], { type: "text/markdown" }), name);
  const body = new Response(form);
  const type = body.headers.get("content-type") ?? "";
  const { status } = await server.ask("PATCH", "/api/content", Buffer.from(await body.arrayBuffer()), type);
  if (status !== 200) throw new Error(`the upload answered ${status}`);
}

console.log(`${there.length} paragraphs of xquad en; answers are looked for as the set has them.`);
const quoting = await startBenchServer({ environment: { KHOJ_EMBEDDING: "none" } });
await upload(quoting);
await measure(quoting, "quotes, words alone");
await withScriptedModel(quoting);
await quoting.stop();
const meaning = await startBenchServer({ environment: { KHOJ_EMBEDDING: "local" } });
await upload(meaning);
if (await isEmbedded(meaning)) await measure(meaning, "quotes, words and meaning");
else console.log("quotes, words and meaning: not measured, the default model could not be had here");
await meaning.stop();

/** The double answers word for word, with a number, from what it is given, or says that it is not there. */
async function withScriptedModel(server: BenchServer): Promise<void> {
  const double = await serveModels();
  const post = async (path: string, body: unknown): Promise<{ id: number }> =>
    JSON.parse((await server.ask("POST", path, Buffer.from(JSON.stringify(body)))).text);
  const provider = await post("/api/admin/providers", { name: "double", kind: "openai", base_url: `${double.url}/v1` });
  await post("/api/admin/models", { provider_id: provider.id, model: "scripted" });
  await measure(server, "scripted model");
  await double.stop();
}

/** Waits until every passage has its vector; false when the model does not come. */
async function isEmbedded(server: BenchServer): Promise<boolean> {
  for (let seconds = 0; seconds < 300; seconds += 1) {
    const { text } = await server.ask("GET", "/api/content/progress");
    const { meaning } = JSON.parse(text);
    if (meaning.state === "ready" && meaning.passages > 0 && meaning.embedded >= meaning.passages) return true;
    if (meaning.state === "failed" || meaning.state === "off") return false;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return false;
}
