import type {
  AccountKey,
  AccountMethods,
  MadeKey,
  NewKey,
  Profile,
  RecoveryCodes,
  SignedInDevices,
  TotpOffer,
} from "@khoj/contract";
import { ask, type Connection, send } from "./connection.ts";

/** What people do with their own account. In anonymous mode none of it exists. */
export interface OwnAccountClient {
  profile(signal?: AbortSignal): Promise<Profile>;
  rename(name: string | null): Promise<Profile>;
  devices(signal?: AbortSignal): Promise<SignedInDevices["devices"]>;
  signOutOf(deviceId: string): Promise<void>;
  signOutOfOthers(): Promise<void>;

  methods(signal?: AbortSignal): Promise<AccountMethods>;
  setPassword(password: string): Promise<void>;
  removePassword(): Promise<void>;
  offerTotp(): Promise<TotpOffer>;
  confirmTotp(code: string): Promise<RecoveryCodes>;
  removeTotp(): Promise<void>;
  renewRecoveryCodes(): Promise<RecoveryCodes>;
  /** One of the codes, typed back: they are kept somewhere. */
  confirmRecoverySaved(code: string): Promise<void>;
  newPasskeyOptions(): Promise<unknown>;
  addPasskey(passkey: { readonly name: string; readonly credential: unknown }): Promise<RecoveryCodes>;
  renamePasskey(id: string, name: string): Promise<void>;
  removePasskey(id: string): Promise<void>;
  /** Answers the address of the provider to go to. */
  linkIdentity(provider: "google" | "oidc"): Promise<string>;
  removeIdentity(id: string): Promise<void>;

  keys(signal?: AbortSignal): Promise<readonly AccountKey[]>;
  makeKey(key: NewKey): Promise<MadeKey>;
  /** A new key in its place; the old one works a while longer. */
  rotateKey(id: string): Promise<MadeKey>;
  revokeKey(id: string): Promise<void>;
  /** Takes a suspended key back into use. */
  resumeKey(id: string): Promise<void>;

  /** The address of an archive with everything that is theirs. */
  exportAddress(): string;
  deleteAccount(): Promise<void>;
}

export function ownAccountClient(connection: Connection): OwnAccountClient {
  const at = "/api/account";
  const id = encodeURIComponent;
  const get = <Answer>(path: string, signal?: AbortSignal) => ask<Answer>(connection, at + path, { signal });
  const post = <Answer>(path: string, json: unknown = {}) =>
    ask<Answer>(connection, at + path, { method: "POST", json });
  const remove = async (path: string): Promise<void> => {
    await send(connection, at + path, { method: "DELETE" });
  };
  return {
    profile: (signal) => get("/profile", signal),
    rename: (name) => ask(connection, `${at}/profile`, { method: "PATCH", json: { name } }),
    devices: async (signal) => (await get<SignedInDevices>("/devices", signal)).devices,
    signOutOf: (deviceId) => remove(`/devices/${id(deviceId)}`),
    signOutOfOthers: () => remove("/devices"),

    methods: (signal) => get("/methods", signal),
    setPassword: (password) => post("/methods/password", { password }),
    removePassword: () => remove("/methods/password"),
    offerTotp: () => post("/methods/totp"),
    confirmTotp: (code) => post("/methods/totp/confirm", { code, now: Date.now() }),
    removeTotp: () => remove("/methods/totp"),
    renewRecoveryCodes: () => post("/methods/recovery"),
    async confirmRecoverySaved(code) {
      await send(connection, `${at}/methods/recovery/saved`, { method: "POST", json: { code } });
    },
    newPasskeyOptions: () => post("/methods/passkeys/options"),
    addPasskey: (passkey) => post("/methods/passkeys", passkey),
    async renamePasskey(passkeyId, name) {
      await send(connection, `${at}/methods/passkeys/${id(passkeyId)}`, { method: "PATCH", json: { name } });
    },
    removePasskey: (passkeyId) => remove(`/methods/passkeys/${id(passkeyId)}`),
    linkIdentity: async (provider) => (await post<{ url: string }>(`/methods/identities/${provider}`)).url,
    removeIdentity: (identityId) => remove(`/methods/identities/${id(identityId)}`),

    keys: async (signal) => (await get<{ keys: readonly AccountKey[] }>("/keys", signal)).keys,
    makeKey: (key) => post("/keys", key),
    rotateKey: (keyId) => post(`/keys/${id(keyId)}/rotate`),
    revokeKey: (keyId) => remove(`/keys/${id(keyId)}`),
    async resumeKey(keyId) {
      await send(connection, `${at}/keys/${id(keyId)}/resume`, { method: "POST", json: {} });
    },

    exportAddress: () => `${connection.baseUrl}${at}/export`,
    async deleteAccount() {
      await send(connection, "/api/self", { method: "DELETE" });
    },
  };
}
