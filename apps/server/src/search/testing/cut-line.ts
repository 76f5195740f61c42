import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Connection } from "@khoj/db";

export interface CutLine {
  /** The same database, reached over the line. */
  readonly reach: (connection: Connection) => Connection;
  /** Breaks every connection and lets no new one through. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** A line to the database that a test can cut: to those behind it, that is a database that went away. */
export async function openCutLine(): Promise<CutLine> {
  const directory = await mkdtemp(path.join(tmpdir(), "khoj-line-"));
  const sockets = new Set<Socket>();
  const port = 5432;
  let target: Connection | undefined;
  let server: Server | undefined;

  const listen = async (): Promise<void> => {
    const opened = createServer((near) => {
      const far = target ? connect(path.join(target.host, `.s.PGSQL.${target.port}`)) : near;
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on("error", () => {});
        socket.on("close", () => {
          sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    server = opened;
    await new Promise<void>((resolve) => opened.listen(path.join(directory, `.s.PGSQL.${port}`), resolve));
  };
  const cut = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
    server = undefined;
  };
  await listen();
  return {
    reach(connection) {
      target = connection;
      return { ...connection, host: directory, port };
    },
    cut,
    mend: listen,
    async close() {
      await cut();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
