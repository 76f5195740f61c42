import { deriveKeys } from "./derive-keys.ts";
import { keyFile, readKeyFile } from "./instance-key.ts";
import type { SecretsDeps } from "./open-secrets.ts";
import { type SecretsSummary, selectFingerprint, summariseSecrets } from "./secret-store.ts";

export interface SecretsDescription extends SecretsSummary {
  /** The key the database was sealed with; null before the first start. */
  readonly fingerprint: string | null;
  /** The one a server started here would have; null: it would make one. */
  readonly here: string | null;
  readonly place: "environment" | "file";
}

/** What is sealed and with which keys; says so also where the key is lost. */
export async function describeSecrets({
  database,
  secretKey,
  dataDirectory,
}: SecretsDeps): Promise<SecretsDescription> {
  const key = secretKey ?? (await readKeyFile(keyFile(dataDirectory)));
  const known = await database.transaction(selectFingerprint);
  return {
    fingerprint: known ?? null,
    here: key === undefined ? null : deriveKeys(key).fingerprint,
    place: secretKey === undefined ? "file" : "environment",
    ...(await database.transaction(summariseSecrets)),
  };
}
