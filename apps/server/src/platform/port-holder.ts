import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";

/** Names the process that listens on a TCP port, such as "python3 (pid 812)"; undefined where the system does not tell. */
export async function findPortHolder(port: number): Promise<string | undefined> {
  const pid = process.platform === "linux" ? await fromProc(port) : await fromLsof(port);
  if (pid === undefined) return undefined;
  return `${await commandOf(pid)} (pid ${pid})`;
}

async function fromProc(port: number): Promise<number | undefined> {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
  for (const name of inodes.size > 0 ? await readdir("/proc") : []) {
    if (!/^\d+$/.test(name)) continue;
    for (const descriptor of await readdir(`/proc/${name}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${name}/fd/${descriptor}`).catch(() => "");
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined && inodes.has(inode)) return Number(name);
    }
  }
  return undefined;
}

// Columns: number, local address (hex address:hex port), remote address, state (0A listens), …, inode as the tenth.
function listeningInodes(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(wanted) && columns[3] === "0A")
    .map((columns) => columns[9] ?? "");
}

async function fromLsof(port: number): Promise<number | undefined> {
  const answer = await promisify(execFile)("lsof", ["-nP", "-t", `-iTCP:${port}`, "-sTCP:LISTEN"]).catch(
    () => undefined,
  );
  const pid = Number.parseInt(answer?.stdout ?? "", 10);
  return Number.isInteger(pid) ? pid : undefined;
}

async function commandOf(pid: number): Promise<string> {
  const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
  return name.trim() || "another program";
}
