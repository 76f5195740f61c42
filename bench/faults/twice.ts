import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { runKhoj, startKhoj, withHome } from "./khoj.ts";
import type { Report } from "./report.ts";

/** Two servers want the same directory, or the same port. */
export async function twice(report: Report): Promise<void> {
  await withHome(async (home) => {
    const data = `${home}/data`;
    const khoj = await startKhoj({ data });
    const { port } = new URL(khoj.url);
    await report.show("a second server on the same directory", async () => {
      const { code, said } = await runKhoj({ data });
      assert.equal(code, 3, said);
      assert.match(said, new RegExp(`already running at http://\\S+:${port}`));
      return `exit 3, "${said.trim()}"`;
    });
    await report.show("three more at once on the same directory", async () => {
      const all = await Promise.all([1, 2, 3].map(() => runKhoj({ data })));
      assert.deepEqual(
        all.map(({ code }) => code),
        [3, 3, 3],
      );
      assert.equal((await khoj.ask("GET", "/api/search?q=anything")).status, 200);
      return "exit 3 each; the first goes on answering";
    });
    await report.show("four at once on a directory nobody has", async () => {
      const fresh = `${home}/fresh`;
      const starts = await Promise.allSettled([1, 2, 3, 4].map(() => startKhoj({ data: fresh })));
      const won = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
      const lost = starts.flatMap((start) => (start.status === "rejected" ? [String(start.reason)] : []));
      await Promise.all(won.map((one) => one.stop()));
      assert.equal(won.length, 1, lost.join("\n"));
      for (const said of lost) assert.match(said, /ended with 3.*already running/);
      return "one runs, three exit 3";
    });
    await report.show("a port that another program has", async () => {
      const other = createServer().listen(0, "127.0.0.1");
      await once(other, "listening");
      const taken = (other.address() as { port: number }).port;
      const { code, said } = await runKhoj({ data: `${home}/other`, args: ["--port", `${taken}`] });
      other.close();
      assert.equal(code, 1, said);
      assert.match(said, new RegExp(`port ${taken} is taken by .*${process.pid}`));
      return `exit 1, "${said.trim().split("\n").at(-1)}"`;
    });
    await report.show("a port that another Khoj has", async () => {
      const { code, said } = await runKhoj({ data: `${home}/other`, args: ["--port", port] });
      assert.equal(code, 1, said);
      assert.match(said, new RegExp(`port ${port} is taken by .*${khoj.pid}`));
      return `exit 1, "${said.trim().split("\n").at(-1)}"`;
    });
  });
}
