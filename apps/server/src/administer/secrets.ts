import { conflict } from "@khoj/contract";
import { describeSecrets, type SecretsDescription } from "../platform/secrets/describe-secrets.ts";
import type { SecretsDeps } from "../platform/secrets/open-secrets.ts";
import {
  type Forgotten,
  forgetSecrets,
  type Replaced,
  replaceInstanceKey,
} from "../platform/secrets/replace-instance-key.ts";
import { type Rotated, rotateSecrets } from "../platform/secrets/rotate-secrets.ts";
import type { Administration } from "./administration.ts";

const depsOf = ({ config, database }: Administration): SecretsDeps => ({
  database,
  secretKey: config.secretKey,
  dataDirectory: config.dataDirectory,
});

export const showSecrets = (administration: Administration): Promise<SecretsDescription> =>
  describeSecrets(depsOf(administration));

/** While the server runs, too: it finds the new data key in the database. */
export async function rotateDataKeys(administration: Administration): Promise<Rotated> {
  const rotated = await rotateSecrets(depsOf(administration));
  const { key, secrets, retired } = rotated;
  await record(administration, "secrets.rotated", { key, secrets, retired });
  return rotated;
}

export async function rotateInstanceKey(administration: Administration, oldKey: string | undefined): Promise<Replaced> {
  refuseWhileRunning(administration);
  const replaced = await replaceInstanceKey(depsOf(administration), oldKey);
  await record(administration, "secrets.instance-key-replaced", { from: replaced.from, to: replaced.to });
  return replaced;
}

export async function forgetEverySecret(administration: Administration): Promise<Forgotten> {
  refuseWhileRunning(administration);
  const forgotten = await forgetSecrets(depsOf(administration));
  await record(administration, "secrets.forgotten", {
    from: forgotten.from,
    to: forgotten.to,
    secrets: forgotten.forgotten.length,
  });
  return forgotten;
}

const record = ({ events, by }: Administration, kind: string, facts: Readonly<Record<string, string | number>>) =>
  events.record({ ...by, kind, outcome: "done", facts });

function refuseWhileRunning({ serverRuns }: Administration): void {
  if (serverRuns)
    throw conflict("a server runs with the key in use; stop it first, and every other one on this database");
}
