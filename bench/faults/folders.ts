import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { filesWith, openRows } from "./check-library.ts";
import { eventually, type Khoj, startKhoj, withHome } from "./khoj.ts";
import { isAlive } from "./processes.ts";
import type { Report } from "./report.ts";

interface Folder {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly vanished: number | null;
}

/** Root reads everything and its limits are the machine's, so the server is started as `nobody`. */
const nobody = 65_534;
const asNobody = ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", "--"];

/** A watched folder with things in it that are no notes, that goes away, and is more than the system can watch. */
export async function folders(report: Report): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && spawnSync(asNobody[0] ?? "", [...asNobody.slice(1), "true"]).status !== 0)
    return report.notRun("watched folders", "this root may not start a program as nobody (setpriv)");
  const by = isRoot ? asNobody : [];
  await withHome(async (home) => {
    const notes = `${home}/notes`;
    makeNotes(home);
    const socket = createServer().listen(`${notes}/socket.md`);
    if (isRoot) for (const name of [home, notes]) chownSync(name, nobody, nobody);
    const khoj = await startKhoj({ data: `${home}/data`, args: ["--notes", notes], by });
    await report.show("links out, FIFOs, sockets, unreadable files, odd names", () => skipped(khoj));
    await report.show("the folder vanishes and comes back", () => vanish(khoj, notes));
    await report.show("most files are deleted at once", () => massDeletion(khoj, notes));
    await report.show("afterwards", async () => {
      assert(isAlive(khoj.pid));
      assert.equal(await khoj.stop(), 0);
      return `pid ${khoj.pid} as at the start`;
    });
    socket.close();
    await fullTable(report, home, by);
  });
}

function makeNotes(home: string): void {
  const notes = `${home}/notes`;
  for (const name of ["notes/sub", "outside", "notes/locked"]) mkdirSync(`${home}/${name}`, { recursive: true });
  for (let n = 0; n < 40; n++) writeFileSync(`${notes}/${n}.md`, `# Note ${n}\n\nText of owninside${n}.\n`);
  writeFileSync(`${home}/outside/secret.md`, "# Secret\n\nownoutside is not to be read.\n");
  symlinkSync("/etc/passwd", `${notes}/passwd.md`);
  symlinkSync("/etc", `${notes}/etc`);
  symlinkSync(`${home}/outside`, `${notes}/sub/outside`);
  symlinkSync(`${home}/outside/secret.md`, `${notes}/secret.md`);
  symlinkSync(notes, `${notes}/sub/loop`);
  symlinkSync("nowhere", `${notes}/broken.md`);
  spawnSync("mkfifo", [`${notes}/fifo.md`]);
  for (const name of ["unreadable.md", "locked/in.md"]) writeFileSync(`${notes}/${name}`, "# No\n\nownoutside\n");
  for (const name of ["unreadable.md", "locked"]) chmodSync(`${notes}/${name}`, 0);
  const odd = [
    "new\nline.md",
    "emoji 🦊.md",
    `${"x".repeat(250)}.md`,
    "Twin.md",
    "twin.md",
    "e\u0301.md",
    "\u00e9.md",
    "empty.md",
  ];
  for (const [at, name] of odd.entries())
    writeFileSync(`${notes}/${name}`, name === "empty.md" ? "" : `# Odd\n\nownodd${at}\n`);
  writeFileSync(
    Buffer.concat([Buffer.from(`${notes}/bytes-`), Buffer.from([0xff, 0xfe]), Buffer.from(".md")]),
    "# Bytes\n",
  );
}

async function skipped(khoj: Khoj): Promise<string> {
  await eventually("all notes are in", async () =>
    (await filesWith(khoj, "owninside39")).length === 1 ? true : undefined,
  );
  const expected = [
    "passwd.md",
    "/etc",
    "sub/outside",
    "secret.md",
    "sub/loop",
    "broken.md",
    "fifo.md",
    "socket.md",
    "unreadable.md",
    "locked",
    "empty.md",
  ];
  const reasons: string[] = [];
  for (const name of expected) {
    const item = await eventually(`${name} has a status`, async () => {
      const { items } = (await khoj.ask("GET", `/api/content/status?q=${encodeURIComponent(name)}`)).json<{
        items: readonly { file_name: string; state: string; reason: string | null }[];
      }>();
      return items.find(({ file_name }) => file_name.endsWith(name));
    });
    assert(item.state === "skipped" && (item.reason ?? "") !== "", `${name} is ${item.state} (${item.reason})`);
    reasons.push(`${name}: ${item.reason}`);
  }
  for (const [at, ...names] of [[1], [2], [3], [4], [5], [6]] as const) {
    const found = await filesWith(khoj, `ownodd${at}`);
    assert.equal(found.length, 1, `an odd name is missing (${at}, ${names.length})`);
  }
  const rows = openRows(khoj.data);
  const leaked = await rows.transaction((sql) =>
    sql.query("SELECT file_name FROM documents WHERE text LIKE '%ownoutside%' OR text LIKE '%root:x:%'"),
  );
  await rows.close();
  assert.deepEqual(leaked, [], "something outside the folder was read");
  return `${reasons.join("; ")}; odd names found; nothing outside was read`;
}

async function vanish(khoj: Khoj, notes: string): Promise<string> {
  renameSync(notes, `${notes}-away`);
  const asking = await folderBecomes(khoj, "asking");
  await wait(2000);
  assert.equal((await filesWith(khoj, "owninside7")).length, 1, "a note was deleted");
  renameSync(`${notes}-away`, notes);
  await folderBecomes(khoj, "watching");
  writeFileSync(`${notes}/7.md`, "# Note\n\nChanged to ownchanged7.\n");
  await eventually("a change is seen", async () =>
    (await filesWith(khoj, "ownchanged7")).length === 1 ? true : undefined,
  );
  return `"${asking.reason}", ${asking.vanished} notes kept; back: watching by itself, changes seen`;
}

async function massDeletion(khoj: Khoj, notes: string): Promise<string> {
  for (let n = 10; n < 40; n++) rmSync(`${notes}/${n}.md`);
  const asking = await folderBecomes(khoj, "asking");
  assert.equal(asking.vanished, 30);
  assert.equal((await filesWith(khoj, "owninside12")).length, 1, "a note was deleted");
  const body = JSON.stringify({ deletions: "accept" });
  const answer = await khoj.ask("POST", `/api/folders/${asking.id}/resume`, { body });
  assert.equal(answer.status, 200, answer.text);
  await folderBecomes(khoj, "watching");
  await eventually("the notes are gone", async () =>
    (await filesWith(khoj, "owninside12")).length === 0 ? true : undefined,
  );
  assert.equal((await filesWith(khoj, "owninside5")).length, 1);
  return `"${asking.reason}"; on accept 30 are gone and the others stay`;
}

async function folderBecomes(khoj: Khoj, state: string): Promise<Folder> {
  let last = "";
  return eventually(`the folder is ${state}`, async () => {
    const [folder] = (await khoj.ask("GET", "/api/folders")).json<{ folders: readonly Folder[] }>().folders;
    last = JSON.stringify(folder);
    if (folder?.state !== state) throw new Error(last);
    return folder;
  });
}

/** The table is filled for this server alone: in a user namespace of its own that has 20 watches. */
async function fullTable(report: Report, home: string, by: readonly string[]): Promise<void> {
  const few = ["unshare", "-r", "sh", "-c", 'echo 20 > /proc/sys/user/max_inotify_watches && exec "$@"', "sh"];
  const asSelf = ["unshare", "-U", `--map-user=${by.length > 0 ? nobody : process.getuid?.()}`, "--"];
  const wrap = [...by, ...few, ...asSelf];
  if (spawnSync(wrap[0] ?? "", [...wrap.slice(1), "true"]).status !== 0)
    return report.notRun("a full inotify table", "user namespaces with limits of their own are not permitted here");
  await report.show("a full inotify table", async () => {
    const notes = `${home}/many`;
    for (let n = 0; n < 60; n++) {
      mkdirSync(`${notes}/${n}`, { recursive: true });
      writeFileSync(`${notes}/${n}/note.md`, `# Note\n\nText of ownmany${n}.\n`);
    }
    const data = `${home}/data-many`;
    const khoj = await startKhoj({ data, args: ["--notes", notes], by: wrap });
    const folder = await folderBecomes(khoj, "polling");
    assert.match(folder.reason ?? "", /sysctl/);
    assert.equal(statSync(data).uid, by.length > 0 ? nobody : process.getuid?.());
    const found = async (word: string) => ((await filesWith(khoj, word)).length === 1 ? true : undefined);
    await eventually("all notes are in", () => found("ownmany59"));
    writeFileSync(`${notes}/59/note.md`, "# Note\n\nNow ownlater.\n");
    const start = performance.now();
    await eventually("a change is seen", () => found("ownlater"));
    const after = ((performance.now() - start) / 1000).toFixed(1);
    assert.equal(await khoj.stop(), 0);
    return `it polls and says "${folder.reason}"; a change is found after ${after} s`;
  });
}
