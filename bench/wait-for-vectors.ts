import type { BenchServer } from "./server.ts";

interface Progress {
  readonly meaning: {
    readonly state: string;
    readonly reason: string | null;
    readonly passages: number;
    readonly embedded: number;
  };
}

const longest = 3 * 3_600_000;

/** Waits until every passage of a server has its vector and searches ask them; `question` is one that some passage is near to. */
export async function waitForVectors(server: BenchServer, question: string): Promise<void> {
  const until = performance.now() + longest;
  while (performance.now() < until) {
    const { text } = await server.ask("GET", "/api/content/progress");
    const { meaning } = JSON.parse(text) as Progress;
    if (meaning.state === "failed") throw new Error(`the model cannot be used: ${meaning.reason}`);
    if (meaning.state === "ready" && meaning.embedded >= meaning.passages && (await isAsked(server, question))) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the passages had not all their vectors in three hours");
}

async function isAsked(server: BenchServer, question: string): Promise<boolean> {
  const { text } = await server.ask("GET", `/api/search/explain?how=meaning&q=${encodeURIComponent(question)}`);
  const { hits, meaning } = JSON.parse(text) as { hits: unknown[]; meaning: { reason: string | null } };
  return hits.length > 0 && meaning.reason === null;
}
