import { type KhojClient, khojClient } from "@khoj/client";
import { KhojError } from "@khoj/contract";
import { type ClientConfig, findRunningServer } from "@khoj/server";

const usualAddress = "http://localhost:42110";

export interface WhichServer {
  readonly url: string | undefined;
  readonly data: string | undefined;
}

/** A client of the server meant: the one named, else the one on the data directory; where none is, the usual address. */
export async function findServer(which: WhichServer, config: ClientConfig): Promise<KhojClient> {
  const named = which.url ?? (which.data === undefined ? config.url : undefined);
  const running = named === undefined ? await findRunningServer(which.data ?? config.dataDirectory) : undefined;
  if (running?.url?.startsWith("unix:"))
    throw new KhojError(
      "not_configured",
      `The server there listens on ${running.url} only; name an address that leads to it with --url.`,
    );
  // What answers at the usual address keeps other notes than those asked for.
  if (which.data !== undefined && named === undefined && running === undefined)
    throw new KhojError(
      "unavailable",
      `No server runs on ${which.data}. Start it: khoj serve --data ${which.data} (with the flags it usually has).`,
    );
  return clientOf(named ?? running?.url ?? usualAddress, config.apiKey);
}

export const clientOf = (baseUrl: string, apiKey?: string): KhojClient =>
  khojClient({
    baseUrl,
    client: "cli",
    apiKey,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
