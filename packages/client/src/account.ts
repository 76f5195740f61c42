import type { ChatModelOption, InstanceStatus, ModelChoices, Settings, User } from "@khoj/contract";
import { ask, type Connection, send } from "./connection.ts";

export interface AccountClient {
  person(signal?: AbortSignal): Promise<User>;
  settings(signal?: AbortSignal): Promise<Settings>;
  chatModels(signal?: AbortSignal): Promise<readonly ChatModelOption[]>;
  /** What may answer, with what each costs and where it sends text; whether the server hears and speaks. */
  modelChoices(signal?: AbortSignal): Promise<ModelChoices>;
  chooseChatModel(id: number): Promise<void>;
  rename(name: string): Promise<void>;
  /** What the server says of itself; for administrators. */
  status(signal?: AbortSignal): Promise<InstanceStatus>;
  /** Resolves when the server answers at all. */
  ping(signal?: AbortSignal): Promise<void>;
}

export function accountClient(connection: Connection): AccountClient {
  return {
    person: (signal) => ask(connection, "/api/v1/user", { signal }),
    settings: (signal) => ask(connection, "/api/settings", { query: { detailed: true }, signal }),
    chatModels: (signal) => ask(connection, "/api/model/chat/options", { signal }),
    modelChoices: (signal) => ask(connection, "/api/model/choices", { signal }),
    async chooseChatModel(id) {
      await send(connection, "/api/model/chat", { method: "POST", query: { id } });
    },
    async rename(name) {
      await send(connection, "/api/user/name", { method: "PATCH", query: { name } });
    },
    status: (signal) => ask(connection, "/api/status", { signal }),
    async ping(signal) {
      await send(connection, "/api/health", { signal });
    },
  };
}
