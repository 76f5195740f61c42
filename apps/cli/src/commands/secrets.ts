import { readFile } from "node:fs/promises";
import { badRequest } from "@khoj/contract";
import type { Administering } from "../administer.ts";
import { moment } from "../columns.ts";
import { confirm } from "../confirm.ts";

const places = { environment: "KHOJ_DJANGO_SECRET_KEY", file: "secret.key in the data directory" };

export async function showSecrets({ output, run }: Administering): Promise<void> {
  const found = await run((server, administration) => server.showSecrets(administration));
  output.document(found);
  output.line(
    `The database was sealed with the key ${found.fingerprint ?? "of the first start, which is still to come"}`,
  );
  output.line(`Here: ${found.here ?? "no key"} (${places[found.place]})`);
  output.line(found.secrets === 1 ? "1 secret is sealed" : `${found.secrets} secrets are sealed`);
  for (const { id, made_at, retired_at } of found.keys)
    output.line(`${id}  made ${moment(made_at)}  ${retired_at === null ? "in use" : `retired ${moment(retired_at)}`}`);
  if (found.fingerprint !== null && found.fingerprint !== found.here)
    output.note("They differ: a server would not start here. See docs/guides/secrets.md.");
}

export interface RotateFlags {
  readonly instanceKey: boolean;
  readonly oldKeyFile?: string;
}

export async function rotateSecrets(administering: Administering, flags: RotateFlags): Promise<void> {
  if (flags.instanceKey) return rotateInstanceKey(administering, flags.oldKeyFile);
  const { output, run } = administering;
  const rotated = await run((server, administration) => server.rotateDataKeys(administration));
  output.document(rotated);
  output.line(`Sealed anew under ${rotated.key}: ${rotated.secrets}. Keys retired: ${rotated.retired}.`);
}

async function rotateInstanceKey({ output, run }: Administering, oldKeyFile: string | undefined): Promise<void> {
  const oldKey = oldKeyFile === undefined ? undefined : await readOldKey(oldKeyFile);
  const replaced = await run((server, administration) => server.rotateInstanceKey(administration, oldKey));
  output.document(replaced);
  output.line(`The key is ${replaced.to} now (${places[replaced.place]}); it was ${replaced.from}.`);
  if (replaced.kept !== undefined)
    output.line(
      `Copies of the database made before need the old key, ${replaced.kept}; delete it with the last of them.`,
    );
}

const readOldKey = (file: string): Promise<string> =>
  readFile(file, "utf8").then(
    (text) => text.trim(),
    (cause: NodeJS.ErrnoException) => {
      throw badRequest(`--old-key-file: ${file} cannot be read (${cause.code})`, { cause });
    },
  );

export async function forgetSecrets({ output, run }: Administering, yes: boolean): Promise<void> {
  await confirm(
    "This gives up every sealed secret: mail and provider passwords, seeds of authenticator apps. People and notes stay.",
    yes,
  );
  const { forgotten, to } = await run((server, administration) => server.forgetEverySecret(administration));
  output.document({ forgotten, to });
  output.line(`The key is ${to} now. To be set anew: ${forgotten.join(", ") || "nothing"}.`);
}
