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

/** Which keys there are and how much they seal; also where the key is lost. */
export const showSecrets = (administration: Administration): Promise<SecretsDescription> =>
  describeSecrets(depsOf(administration));

/** While the server runs, too: it finds the new data key in the database. */
export async function rotateDataKeys(administration: Administration): Promise<Rotated> {
  const rotated = await rotateSecrets(depsOf(administration));
  const { key, secrets, retired } = rotated;
  await record(administration, "secrets.rotated", { key, secrets, retired });
  return rotated;
}

/** Puts a new instance key in place, with every server of this database stopped. */
export async function rotateInstanceKey(administration: Administration, oldKey: string | undefined): Promise<Replaced> {
  refuseWhileRunning(administration);
  const replaced = await replaceInstanceKey(depsOf(administration), oldKey);
  await record(administration, "secrets.instance-key-replaced", { from: replaced.from, to: replaced.to });
  return replaced;
}

/** Gives up all that is sealed, where the key is lost for good; with every server stopped. */
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
