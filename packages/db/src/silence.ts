import { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

/** Milliseconds: how long a connection may be quiet before somebody asks, and how long the asked one may take. */
export interface Silence {
  readonly quiet: number;
  readonly answer: number;
}

export const usualSilence: Silence = { quiet: 5000, answer: 8000 };

/**
 * Connections that break by themselves when the database has fallen silent: stopped, or behind a network that was cut.
 * A statement may take long, so a quiet connection proves nothing: whether anybody is there is asked over a new one.
 */
export function breakWhenSilent(config: pg.ClientConfig, { quiet, answer }: Silence): () => Socket {
  let asking: Promise<boolean> | undefined;
  const isThere = (): Promise<boolean> => {
    asking ??= askOnce(config, answer).finally(() => {
      asking = undefined;
    });
    return asking;
  };
  return () => {
    const socket = new Socket();
    const look = async (): Promise<void> => {
      if (await isThere()) socket.setTimeout(quiet);
      else socket.destroy(Object.assign(new Error("the database fell silent"), { code: "ETIMEDOUT" }));
    };
    socket.setTimeout(quiet);
    socket.on("timeout", () => void look());
    return socket;
  };
}

/** A refusal is an answer too. */
async function askOnce(config: pg.ClientConfig, patience: number): Promise<boolean> {
  const socket = new Socket();
  const client = new pg.Client({ ...config, stream: () => socket, connectionTimeoutMillis: 0 });
  client.on("error", () => {});
  const answer = client
    .connect()
    .then(() => client.query("SELECT 1"))
    .then(
      () => true,
      (error: unknown) => error instanceof pg.DatabaseError,
    );
  // In two parts: should this thread itself have been busy for long, what came meanwhile is read before the second.
  const silence = wait(patience / 2)
    .then(() => wait(patience / 2))
    .then(() => false);
  try {
    return await Promise.race([answer, silence]);
  } finally {
    socket.destroy();
  }
}
