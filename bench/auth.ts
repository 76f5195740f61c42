/**
 * What it costs to know who is asking: `GET /api/health` with a session's cookie and with a key against the same route
 * with neither, in one run, in turns, so that whatever else the machine does meets all three alike. The bar is half.
 *
 *   node bench/auth.ts [rounds, 9]
 */
import { Agent, request } from "node:http";
import { startBenchServer } from "./server.ts";

const rounds = Number(process.argv[2] ?? 9);
const requests = 4000;
const atOnce = 16;
const bar = 0.5;
const admin = { email: "bench@example.org", password: "Basalt-Otter-71-Lantern" };

const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
const server = await startBenchServer({
  flags: [],
  environment: { KHOJ_ADMIN_EMAIL: admin.email, KHOJ_ADMIN_PASSWORD: admin.password },
});
try {
  const cookie = await signIn();
  const key = await makeKey(cookie);
  const ways: Readonly<Record<string, Record<string, string>>> = {
    nobody: {},
    cookie: { cookie },
    key: { authorization: `Bearer ${key}` },
  };
  for (const [way, headers] of Object.entries(ways)) await measure(headers, way === "nobody" ? "OK" : admin.email);
  const taken = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [way, headers] of Object.entries(ways)) {
      const perSecond = await measure(headers, way === "nobody" ? "OK" : admin.email);
      taken.set(way, [...(taken.get(way) ?? []), perSecond]);
    }
  }
  report(taken);
} finally {
  agent.destroy();
  await server.stop();
}

function report(taken: ReadonlyMap<string, readonly number[]>): void {
  const speed = (way: string): number => median(taken.get(way) ?? []);
  console.log(`medians of ${rounds} rounds of ${requests} requests, ${atOnce} at once`);
  console.log("who           requests/s   of nobody's");
  for (const way of taken.keys()) {
    const ratio = speed(way) / speed("nobody");
    console.log(`${way.padEnd(12)}${speed(way).toFixed(0).padStart(10)} ${ratio.toFixed(2).padStart(13)}`);
    if (ratio < bar) process.exitCode = 1;
  }
  console.log(process.exitCode === 1 ? `slower than ${bar} of the route without: failed` : `the bar is ${bar}: held`);
}

/** Requests a second. */
async function measure(headers: Record<string, string>, expected: string): Promise<number> {
  const start = performance.now();
  let left = requests;
  const one = async (): Promise<void> => {
    while (left-- > 0) {
      const answer = await ask("GET", "/api/health", { headers });
      if (!answer.text.includes(expected)) throw new Error(`/api/health answered ${answer.status} ${answer.text}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return requests / ((performance.now() - start) / 1000);
}

async function signIn(): Promise<string> {
  const { status, cookies, text } = await ask("POST", "/auth/password", { body: admin });
  if (status !== 200) throw new Error(`signing in answered ${status} ${text}`);
  return cookies.map((one) => one.split(";")[0]).join("; ");
}

async function makeKey(cookie: string): Promise<string> {
  const { text } = await ask("POST", "/api/account/keys", { headers: { cookie }, body: { name: "bench" } });
  return (JSON.parse(text) as { key: string }).key;
}

function ask(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: object },
): Promise<{ status: number; text: string; cookies: string[] }> {
  return new Promise((resolve, reject) => {
    const json = body && JSON.stringify(body);
    const options = { method, agent, headers: { ...headers, ...(json && { "content-type": "application/json" }) } };
    const outgoing = request(server.url + path, options, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8");
      incoming.on("data", (piece: string) => (text += piece));
      incoming.on("error", reject);
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, text, cookies: incoming.headers["set-cookie"] ?? [] }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(json);
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
