import { type Client, makeClient } from "../../../testing/client.ts";
import type { Actor } from "../../actor.ts";
import { LiveConnections } from "../../live-connections.ts";
import { silentLog } from "../../log.ts";
import { type AppOptions, createApp } from "../app.ts";
import { listen } from "../listen.ts";
import type { Route } from "../route.ts";
import type { TrustRules } from "../trust.ts";

export const somebody: Actor = {
  personId: "00000000-0000-7000-8000-000000000001",
  email: "somebody@example.com",
  username: "somebody",
  via: "anonymous",
  credentialId: undefined,
  role: "user",
  rights: new Set(["read", "write"]),
  elevated: false,
  home: "00000000-0000-7000-8000-000000000002",
  spaces: [{ id: "00000000-0000-7000-8000-000000000002", role: "owner" }],
};

export interface ServedRoutes extends Client {
  readonly url: string;
  stop(): Promise<void>;
}

/** These routes behind the real pipeline on a real port; `identify` finds somebody unless told otherwise. */
export async function serveRoutes(
  routes: readonly Route[],
  options: Partial<Omit<AppOptions, "trust">> & { readonly trust?: Partial<TrustRules> } = {},
): Promise<ServedRoutes> {
  const app = await createApp({
    routes,
    sockets: [],
    identify: async () => ({ actor: somebody }),
    live: new LiveConnections(),
    log: silentLog,
    ...options,
    trust: {
      anonymous: true,
      hosts: ["localhost", "127.0.0.1", "::1", "notes.example"],
      domains: [],
      everyAddress: false,
      publicOrigin: undefined,
      plainHttp: false,
      isProxy: () => false,
      isNear: () => true,
      named: ["https://named.example"],
      ...options.trust,
    },
  });
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  const port = "port" in listener.address ? listener.address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...makeClient(url),
    url,
    stop: async () => {
      await app.close();
      await listener.close(500);
    },
  };
}
