import { readFile } from "node:fs/promises";
import path from "node:path";

/** Where the PostgreSQL that runs on these files takes connections, as it wrote down itself; undefined: none is ready. */
export async function readRunningAddress(
  dataDirectory: string,
): Promise<{ readonly host: string; readonly port: number } | undefined> {
  const text = await readFile(path.join(dataDirectory, "postmaster.pid"), "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    },
  );
  const [, , , port, socketFolder, address, , state] = text.split("\n").map((line) => line.trim());
  const host = socketFolder || address;
  return state === "ready" && host && port ? { host, port: Number(port) } : undefined;
}
