import type { Space, SpaceMembers, TransferOutcome } from "@khoj/contract";
import { ask, type Connection, send } from "./connection.ts";

export type SpaceRole = Space["role"];

export interface Transfer {
  readonly file_names: readonly string[];
  readonly from: string;
  readonly to: string;
}

export interface SpacesClient {
  /** Every space the person may read, their own one first. */
  list(signal?: AbortSignal): Promise<readonly Space[]>;
  make(name: string): Promise<Space>;
  rename(id: string, name: string): Promise<void>;
  /** Removes it with every note in it. */
  remove(id: string): Promise<void>;
  members(id: string, signal?: AbortSignal): Promise<SpaceMembers["members"]>;
  /** `who` is a mail address or an id. */
  setMember(id: string, who: string, role: SpaceRole): Promise<void>;
  removeMember(id: string, who: string): Promise<void>;
  move(transfer: Transfer): Promise<TransferOutcome["files"]>;
  copy(transfer: Transfer): Promise<TransferOutcome["files"]>;
}

export function spacesClient(connection: Connection): SpacesClient {
  const at = (id: string, rest = "") => `/api/spaces/${encodeURIComponent(id)}${rest}`;
  const member = (id: string, who: string) => at(id, `/members/${encodeURIComponent(who)}`);
  const transfer = (step: "move" | "copy") => async (json: Transfer) =>
    (await ask<TransferOutcome>(connection, `/api/spaces/${step}`, { method: "POST", json })).files;
  return {
    list: async (signal) => (await ask<{ spaces: readonly Space[] }>(connection, "/api/spaces", { signal })).spaces,
    make: (name) => ask(connection, "/api/spaces", { method: "POST", json: { name } }),
    async rename(id, name) {
      await send(connection, at(id), { method: "PATCH", json: { name } });
    },
    async remove(id) {
      await send(connection, at(id), { method: "DELETE" });
    },
    members: async (id, signal) => (await ask<SpaceMembers>(connection, at(id, "/members"), { signal })).members,
    async setMember(id, who, role) {
      await send(connection, member(id, who), { method: "PUT", json: { role } });
    },
    async removeMember(id, who) {
      await send(connection, member(id, who), { method: "DELETE" });
    },
    move: transfer("move"),
    copy: transfer("copy"),
  };
}
