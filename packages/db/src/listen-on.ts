import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { Listening } from "./database.ts";
import { sqlError } from "./sql-error.ts";

/** Milliseconds between attempts to get a lost connection back, and between signs of life. */
const pause = 250;
const checkEvery = 5000;

/** One connection of its own that waits for notifications, and comes back by itself when it is lost. */
export async function listenOn(
  driver: pg.ClientConfig,
  channel: string,
  on: Listening,
): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let current = await connect();

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client(driver);
    client.on("error", () => {});
    client.on("notification", ({ payload }) => on.heard(payload ?? ""));
    try {
      await client.connect();
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end().catch(() => {});
      throw sqlError(error, "LISTEN");
    }
    client.once("end", () => void reconnect());
    return client;
  }

  async function reconnect(): Promise<void> {
    while (!stopped) {
      await wait(pause);
      try {
        current = await connect();
        on.gap();
        return;
      } catch {
        // The database is still away; whoever asks it something meanwhile is told so.
      }
    }
  }

  // A connection may die without a word (a firewall, a cable): asking it something is what finds out.
  const pulse = setInterval(() => {
    const asked = current;
    const silence = setTimeout(() => void asked.end().catch(() => {}), checkEvery);
    asked
      .query("SELECT 1")
      .catch(() => {})
      .finally(() => clearTimeout(silence));
  }, checkEvery);
  pulse.unref();

  return {
    async stop() {
      stopped = true;
      clearInterval(pulse);
      await current.end().catch(() => {});
    },
  };
}
