import { type Agent, request } from "node:http";

/** Milliseconds until a search is answered whole. Throws for any answer but 200. */
export function timeOf(url: string, agent: Agent): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent }, (incoming) => {
      incoming.resume();
      incoming.on("end", () => {
        if (incoming.statusCode === 200) resolve(performance.now() - started);
        else reject(new Error(`a search was answered with ${incoming.statusCode}`));
      });
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}
