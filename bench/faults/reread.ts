import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { parserVersion } from "../../packages/text/src/index.ts";
import { column, makePdf } from "../../packages/text/src/testing/make-pdf.ts";
import { seededRandom } from "../../packages/text/src/testing/random.ts";
import { checkRows, openRows } from "./check-library.ts";
import { eventually, type Khoj, startKhoj, withHome } from "./khoj.ts";
import type { Report } from "./report.ts";

export interface RereadOptions {
  readonly seed: number;
  readonly files: number;
  /** Of each file. */
  readonly pages: number;
  /** How often the server is ended by force while it reads again. */
  readonly points: number;
}

/** Files that an older version of the parsers read, after an upgrade, and kills in the middle of reading them again. */
export async function reread(report: Report, { seed, files, pages, points }: RereadOptions): Promise<void> {
  await withHome(async (home) => {
    const random = seededRandom(seed);
    const data = `${home}/data`;
    let khoj = await startKhoj({ data });
    const uploaded = Array.from({ length: files }, (_, n) => ({
      name: `log-${n}.pdf`,
      type: "application/pdf",
      bytes: makePdf({
        title: `Log ${n}`,
        pages: Array.from({ length: pages }, (_page, at) => ({
          lines: column([`The keeper wrote word${n}q on page ${at + 1} of the log`, "of the ships that passed."], 60),
        })),
      }),
    }));
    assert.equal((await khoj.upload(uploaded)).status, 200);
    await report.show(
      `${files} PDFs of ${pages} pages, read anew after an upgrade, kill -9 ${points} times`,
      async () => {
        await makeOlder(khoj);
        assert.equal(await khoj.stop(), 0);
        khoj = await startKhoj({ data });
        const left: number[] = [];
        for (let point = 0; point < points; point++) {
          await wait(300 + random(2500));
          await khoj.kill();
          khoj = await startKhoj({ data });
          left.push(await countOlder(khoj));
        }
        const start = performance.now();
        // What a killed process had claimed is free again after a minute and a half.
        await eventually("all are read", async () => ((await countOlder(khoj)) === 0 ? true : undefined), 300_000);
        const seconds = Math.round((performance.now() - start) / 1000);
        assert(points === 0 || left.some((count) => count > 0), "nothing was left to read at any kill");
        await checkAll(khoj, files);
        return `still to read after each kill: ${left.join(", ")}; all within ${seconds} s after the last; each read once, found once, rows whole`;
      },
    );
    assert.equal(await khoj.stop(), 0);
  });
}

const byOlder = "Read by an older version";

/** As a version before would have left them. */
async function makeOlder(khoj: Khoj): Promise<void> {
  const rows = openRows(khoj.data);
  await rows.transaction(async (sql) => {
    await sql.execute("UPDATE originals SET parser_version = $1", [parserVersion - 1]);
    await sql.execute("UPDATE documents SET title = $1", [byOlder]);
  });
  await rows.close();
}

async function countOlder(khoj: Khoj): Promise<number> {
  const rows = openRows(khoj.data);
  try {
    const [row] = await rows.transaction((sql) =>
      sql.query<{ count: string }>("SELECT count(*) FROM originals WHERE parser_version < $1", [parserVersion]),
    );
    return Number(row?.count);
  } finally {
    await rows.close();
  }
}

async function checkAll(khoj: Khoj, files: number): Promise<void> {
  await checkRows(khoj.data);
  const rows = openRows(khoj.data);
  const documents = await rows.transaction((sql) =>
    sql.query<{ file_name: string; title: string; version: number; state: string }>(
      "SELECT file_name, title, version, state FROM documents",
    ),
  );
  await rows.close();
  assert.equal(documents.length, files);
  for (const { file_name, title, version, state } of documents)
    assert.deepEqual([title, version, state], [`Log ${/\d+/.exec(file_name)?.[0]}`, 2, "indexed"], file_name);
  for (let n = 0; n < files; n++) {
    const found = (await khoj.ask("GET", `/api/search?q=word${n}q&n=10`)).json<{ additional: { file: string } }[]>();
    const names = new Set(found.map(({ additional }) => additional.file));
    assert.deepEqual([...names], [`log-${n}.pdf`]);
  }
}
