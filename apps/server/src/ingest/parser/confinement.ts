import { spawnSync } from "node:child_process";
import type { SystemUser } from "@khoj/db";
import type { ParserProgram } from "./program.ts";

/** One limit on the parser, for `khoj status`: whether this system gives it, and by what. */
export interface ParserLimit {
  readonly name: "memory" | "network" | "account" | "files" | "time";
  readonly held: boolean;
  readonly how: string;
}

export interface Confinement {
  /** The whole command line of a confined parser. */
  readonly command: readonly string[];
  /** Set where the command itself does not change to the other account. */
  readonly account: { readonly uid: number; readonly gid: number } | undefined;
  readonly limits: readonly ParserLimit[];
}

const mebibyte = 1 << 20;
/** Writable memory of a parser, its heap and all else, and the part of it that is JavaScript's. */
export const dataLimit = 1536 * mebibyte;
const heapLimit = 1024 * mebibyte;

/** Finds out once what this system lets us take away from a parser, by trying. */
export function confine(program: ParserProgram, user: SystemUser | undefined): Confinement {
  const node = [
    program.node,
    `--max-old-space-size=${heapLimit / mebibyte}`,
    // 54 MB less than Node's own choice while both corpora are read (`node bench/memory.ts`).
    "--max-semi-space-size=2",
    "--permission",
    ...[program.scripts, ...program.resources.map(({ path }) => path)].map((file) => `--allow-fs-read=${file}`),
    program.script,
    JSON.stringify(program.resources),
  ];
  const shell = works(memoryWrap, user) ? memoryWrap : [];
  const outer = outerWraps(user).find((wrap) => works([...wrap.words, ...shell], wrap.isRoot ? undefined : user));
  const words = outer?.words ?? [];
  return {
    command: [...words, ...shell, ...node],
    account: user === undefined || outer?.isRoot ? undefined : { uid: user.uid, gid: user.gid },
    limits: [
      limit("memory", shell.length > 0, `RLIMIT_DATA of ${dataLimit / mebibyte} MB`, "the shell has no `ulimit -d`"),
      limit("network", words.includes("-n"), "a network namespace of its own", "`unshare -n` is not allowed or absent"),
      limit("account", process.getuid?.() !== 0 || user !== undefined, accountOf(user), "runs as root"),
      limit("files", true, "Node's permission model: reads nothing but its own program and engines", ""),
      limit("time", true, "killed with its process group when a file takes too long", ""),
    ],
  };
}

const accountOf = (user: SystemUser | undefined): string =>
  user === undefined ? "the server's own account" : `the system user ${user.name}`;

const limit = (name: ParserLimit["name"], held: boolean, how: string, missing: string): ParserLimit => ({
  name,
  held,
  how: held ? how : missing,
});

const memoryWrap = [
  "/bin/sh",
  "-c",
  'ulimit -c 0; ulimit -d "$1" && shift && exec "$@"',
  "sh",
  String(dataLimit / 1024),
];

/** From the strictest to none: no network and no way to gain rights, and dying with the server where that can be had. */
function outerWraps(user: SystemUser | undefined): readonly { words: readonly string[]; isRoot: boolean }[] {
  const strict = ["setpriv", "--no-new-privs", "--pdeathsig", "KILL"];
  if (user !== undefined) {
    const become = [...strict, "--reuid", `${user.uid}`, "--regid", `${user.gid}`, "--clear-groups", "--"];
    return [
      { words: ["unshare", "-n", "--", ...become], isRoot: true },
      { words: ["unshare", "-r", "-n", "--"], isRoot: false },
      { words: become, isRoot: true },
    ];
  }
  return [
    { words: ["unshare", "-r", "-n", "--", ...strict, "--"], isRoot: false },
    { words: ["unshare", "-r", "-n", "--"], isRoot: false },
    { words: [...strict, "--"], isRoot: false },
  ];
}

function works(words: readonly string[], user: SystemUser | undefined): boolean {
  const [command, ...rest] = [...words, "/bin/sh", "-c", "exit 0"];
  if (command === undefined) return false;
  const account = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  return spawnSync(command, rest, { ...account, cwd: "/", stdio: "ignore", env: environment }).status === 0;
}

/** All that a parser sees of our environment. */
export const environment = { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" };
