import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface ProcessSeen {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
}

/** Every process of this machine that has `folder` in its command line or works in it. */
export function processesOf(folder: string): readonly ProcessSeen[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const at = `/proc/${name}`;
      const isOurs = read(() => readFileSync(`${at}/cmdline`, "utf8")).includes(folder) || worksIn(at, folder);
      return isOurs ? (describe(at) ?? []) : [];
    });
}

/** The embedded database of a data directory: its first process, which the others descend from. */
export function databaseOf(data: string): number {
  const pid = Number.parseInt(
    read(() => readFileSync(`${data}/pg/data/postmaster.pid`, "utf8")),
    10,
  );
  if (!(pid > 1)) throw new Error(`no database runs in ${data}`);
  return pid;
}

/** The database's process for one connection of the server, when there is one. */
export function sessionOf(data: string): number | undefined {
  const postmaster = databaseOf(data);
  return processesOf(data).find(
    ({ pid, parent }) =>
      parent === postmaster && /khoj_server/.test(read(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"))),
  )?.pid;
}

export function isAlive(pid: number): boolean {
  return describe(`/proc/${pid}`) !== undefined;
}

const worksIn = (at: string, folder: string): boolean => read(() => readlinkSync(`${at}/cwd`)).startsWith(folder);

/** A zombie has ended: only its parent has not looked yet. */
function describe(at: string): ProcessSeen | undefined {
  const text = read(() => readFileSync(`${at}/stat`, "utf8"));
  const [state, parent] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  if (state === undefined || state === "" || state === "Z") return undefined;
  return {
    pid: Number.parseInt(text, 10),
    parent: Number(parent),
    name: text.slice(text.indexOf("(") + 1, text.lastIndexOf(")")),
  };
}

function read(from: () => string): string {
  try {
    return from();
  } catch {
    return "";
  }
}
