import type { NewKey } from "@khoj/contract";
import type { Administering } from "../administer.ts";
import { columns, moment } from "../columns.ts";

export async function listKeys({ output, run }: Administering, user: string | undefined): Promise<void> {
  const keys = await run((server, administration) => server.listAllKeys(administration, user));
  output.document({ keys });
  const rows = keys.map((key) => [
    key.shown,
    key.email,
    key.name,
    key.scopes.join(","),
    key.environment,
    key.state,
    `until ${moment(key.expires_at)}`,
    `used ${moment(key.used_at)}`,
    key.id,
  ]);
  for (const line of columns(rows)) output.line(line);
  if (keys.length === 0) output.line("No keys. khoj keys create --user EMAIL --name NAME");
}

export async function createKey(
  { output, run }: Administering,
  user: string | undefined,
  wanted: NewKey,
): Promise<void> {
  const made = await run((server, administration) => server.createKeyFor(administration, user, wanted));
  output.document(made);
  output.line(
    `${made.name}, a key of ${made.email} for ${made.scopes.join(", ")}, until ${moment(made.expires_at)} UTC.`,
  );
  output.line("It is shown this once:");
  output.line(output.bold(made.key));
}

export async function revokeKey({ output, run }: Administering, which: string): Promise<void> {
  const key = await run((server, administration) => server.endKey(administration, which));
  output.document(key);
  output.line(`${key.name} (${key.shown}) is revoked; what it had open has ended.`);
}
