import { KhojError } from "@khoj/contract";
import { khoj } from "../../khoj.ts";
import { queryClient } from "../../query-client.ts";
import { baseName } from "../../ui/file-name.ts";
import { later } from "../../ui/undo.ts";

export interface Destination {
  readonly id: string;
  readonly name: string;
}

/** Hides files at once and moves them in ten seconds, unless it is undone. */
export function moveFiles(names: readonly string[], from: string, to: Destination): void {
  later(
    `${describe(names)} moved to ${to.name}`,
    names.map((name) => `file:${name}`),
    () => transfer("move", names, from, to),
  );
}

/** A copy takes nothing away; undone within ten seconds it is not made. */
export function copyFiles(names: readonly string[], from: string, to: Destination): void {
  later(`${describe(names)} copied to ${to.name}`, [], () => transfer("copy", names, from, to));
}

const describe = (names: readonly string[]): string =>
  names.length === 1 ? baseName(names[0] ?? "") : `${names.length} files`;

async function transfer(step: "move" | "copy", names: readonly string[], from: string, to: Destination): Promise<void> {
  const outcomes = await khoj.spaces[step]({ file_names: names, from, to: to.id });
  await queryClient.invalidateQueries();
  const [failed, ...others] = outcomes.filter(({ done }) => !done);
  if (failed === undefined) return;
  const rest = others.length === 0 ? "" : ` ${others.length} more were left where they are.`;
  throw new KhojError("conflict", `${baseName(failed.file_name)}: ${failed.reason ?? "not taken"}.${rest}`);
}
