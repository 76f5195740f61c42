import { spawnSync } from "node:child_process";

/** The account that runs the database and the parsers when Khoj itself was started as root. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, and a parser must not. Started as root this answers the system user `khoj`, made
 * if absent, else `nobody`; started as anybody else it answers undefined: the caller's own account is the right one.
 */
export function findSystemUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const known = lookUp("khoj");
  if (known !== undefined) return known;
  spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "khoj"], {
    stdio: "ignore",
  });
  return lookUp("khoj") ?? lookUp("nobody") ?? { name: "nobody", uid: 65_534, gid: 65_534 };
}

/** Whether `user` may enter and write `directory`, asked of the system itself: modes, parents and ACLs all count. */
export function canEnter(user: SystemUser, directory: string): boolean {
  const answer = spawnSync("/bin/sh", ["-c", 'cd "$1" && test -w .', "sh", directory], {
    uid: user.uid,
    gid: user.gid,
    cwd: "/",
    stdio: "ignore",
  });
  return answer.status === 0;
}

function lookUp(name: string): SystemUser | undefined {
  const uid = numberFrom(["-u", name]);
  const gid = numberFrom(["-g", name]);
  return uid === undefined || gid === undefined ? undefined : { name, uid, gid };
}

function numberFrom(argumentsOfId: readonly string[]): number | undefined {
  const answer = spawnSync("id", argumentsOfId, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const value = Number.parseInt(answer.stdout ?? "", 10);
  return answer.status === 0 && Number.isInteger(value) ? value : undefined;
}
