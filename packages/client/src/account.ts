import type { ChatModel, Person, Settings } from "./answers.ts";
import { ask, type Connection, send } from "./connection.ts";

export interface AccountClient {
  person(signal?: AbortSignal): Promise<Person>;
  settings(signal?: AbortSignal): Promise<Settings>;
  chatModels(signal?: AbortSignal): Promise<readonly ChatModel[]>;
  chooseChatModel(id: number): Promise<void>;
  rename(name: string): Promise<void>;
  /** Resolves when the server answers at all. */
  ping(signal?: AbortSignal): Promise<void>;
}

export function accountClient(connection: Connection): AccountClient {
  return {
    person: (signal) => ask(connection, "/api/v1/user", { signal }),
    settings: (signal) => ask(connection, "/api/settings", { query: { detailed: true }, signal }),
    chatModels: (signal) => ask(connection, "/api/model/chat/options", { signal }),
    async chooseChatModel(id) {
      await send(connection, "/api/model/chat", { method: "POST", query: { id } });
    },
    async rename(name) {
      await send(connection, "/api/user/name", { method: "PATCH", query: { name } });
    },
    async ping(signal) {
      await send(connection, "/api/health", { signal });
    },
  };
}
