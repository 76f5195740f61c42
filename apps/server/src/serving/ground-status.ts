import type { StatusPart } from "@khoj/contract";
import type { OpenedDatabase } from "@khoj/db";

/** What the ground every room stands on says of itself: the system and the database. */
export async function groundStatus(opened: OpenedDatabase, dataDirectory: string): Promise<readonly StatusPart[]> {
  const { warnings, ...database } = await opened.describe();
  const summary = `${database.kind} PostgreSQL ${database.version} (${database.place})`;
  return [
    { name: "data", facts: { summary: dataDirectory }, warnings: systemWarnings() },
    { name: "database", facts: { summary, ...database }, warnings: [...warnings] },
  ];
}

function systemWarnings(): string[] {
  const asRoot =
    "the server runs as root, since it must read your notes; a user of its own is better, deploy/ shows how";
  return process.getuid?.() === 0 ? [asRoot] : [];
}
