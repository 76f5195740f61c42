import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dataFolders, defaultDataDirectory, openDataDirectory } from "./data-directory.ts";
import { findPortHolder } from "./port-holder.ts";
import { findRunningServer, takeRunLock } from "./run-lock.ts";

let parent: string;
let directory: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "khoj-test-"));
  await chmod(parent, 0o755);
  directory = path.join(parent, "data");
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const modeOf = async (item: string): Promise<string> => ((await stat(item)).mode & 0o777).toString(8);

describe("the data directory", () => {
  it("is where the platform keeps a program's data", () => {
    const person = { home: "/home/p", isRoot: false } as const;
    expect(defaultDataDirectory({ ...person, platform: "linux" })).toBe("/home/p/.local/share/khoj");
    expect(defaultDataDirectory({ ...person, platform: "linux", xdgDataHome: "/data" })).toBe("/data/khoj");
    expect(defaultDataDirectory({ ...person, platform: "linux", xdgDataHome: "no" })).toBe("/home/p/.local/share/khoj");
    expect(defaultDataDirectory({ ...person, platform: "darwin" })).toBe("/home/p/Library/Application Support/khoj");
    expect(defaultDataDirectory({ platform: "linux", home: "/root", isRoot: true })).toBe("/var/lib/khoj");
  });

  it("is made for nobody else to read, with its folders", async () => {
    await openDataDirectory(directory);
    expect(await modeOf(directory)).toBe("700");
    for (const name of dataFolders) expect(await modeOf(path.join(directory, name))).toBe("700");
    await openDataDirectory(directory);
  });

  it("is refused when others can read it, with the chmod to type", async () => {
    await mkdir(directory);
    await chmod(directory, 0o755);
    await expect(openDataDirectory(directory)).rejects.toThrow(`(755); type: chmod 700 '${directory}'`);
  });

  it("is refused when others can read a file in it, with the chmod to type", async () => {
    await openDataDirectory(directory);
    const file = path.join(directory, "run", "server.json");
    await writeFile(file, "{}");
    await chmod(file, 0o644);
    await expect(openDataDirectory(directory)).rejects.toThrow(`(644); type: chmod 600 '${file}'`);
  });

  it("is refused when a folder of it is a link to somewhere else", async () => {
    await openDataDirectory(directory);
    await rm(path.join(directory, "files"), { recursive: true });
    await symlink("/etc", path.join(directory, "files"));
    await expect(openDataDirectory(directory)).rejects.toThrow(/files is a link/);
  });

  it("is refused when it holds other things, and is left as it was", async () => {
    await mkdir(directory, { mode: 0o700 });
    await writeFile(path.join(directory, "diary.md"), "mine", { mode: 0o600 });
    await expect(openDataDirectory(directory)).rejects.toThrow(/holds other things/);
    await expect(stat(path.join(directory, "pg"))).rejects.toThrow("ENOENT");
  });

  it("is refused where a file is in the way, and never upstream's own", async () => {
    await writeFile(directory, "");
    await expect(openDataDirectory(directory)).rejects.toThrow(/cannot be made: that is a file/);
    await expect(openDataDirectory(path.join(homedir(), ".khoj"))).rejects.toThrow(/another Khoj/);
  });

  it.runIf(process.getuid?.() === 0)(
    "is refused when a closed folder above it keeps the database's user out",
    async () => {
      await chmod(parent, 0o700);
      await expect(openDataDirectory(directory)).rejects.toThrow(/cannot enter .* such as \/var\/lib\/khoj/);
      await expect(stat(directory)).rejects.toThrow("ENOENT");
    },
  );
});

describe("the run lock", () => {
  it("is taken once; the second start is told where the first answers", async () => {
    await openDataDirectory(directory);
    const first = await takeRunLock(directory);
    if (first.status !== "taken") throw new Error("the first start was refused");
    await first.lock.publish("http://127.0.0.1:42110");
    const running = { pid: process.pid, url: "http://127.0.0.1:42110" };
    expect(await takeRunLock(directory)).toEqual({ status: "running", server: running });
    expect(await findRunningServer(directory)).toEqual(running);
    await first.lock.release();
    expect(await findRunningServer(directory)).toBeUndefined();
    const again = await takeRunLock(directory);
    expect(again.status).toBe("taken");
    if (again.status === "taken") await again.lock.release();
  });

  it("goes with its process, also when that is killed", async () => {
    await openDataDirectory(directory);
    const module = path.join(import.meta.dirname, "run-lock.ts");
    const text = `const { takeRunLock } = await import(process.argv[1]); const { lock } = await takeRunLock(process.argv[2]);
      await lock.publish("http://gone"); console.log("ready"); setInterval(() => lock, 60_000);`;
    const holder = spawn(process.execPath, ["--input-type=module", "-e", text, module, directory]);
    await once(holder.stdout, "data");
    expect(await findRunningServer(directory)).toEqual({ pid: holder.pid, url: "http://gone" });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    expect(await findRunningServer(directory)).toBeUndefined();
    const mine = await takeRunLock(directory);
    expect(mine.status).toBe("taken");
    if (mine.status === "taken") await mine.lock.release();
  });
});

describe("a taken port", () => {
  it.runIf(process.platform === "linux")("is said to be held by the process that listens on it", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    expect(await findPortHolder(port)).toMatch(new RegExp(`\\(pid ${process.pid}\\)$`));
    server.close();
    await once(server, "close");
    expect(await findPortHolder(port)).toBeUndefined();
  });
});
