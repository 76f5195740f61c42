import { type FlagFacts, flags } from "./flags.ts";
import { factsOf } from "./read-config.ts";
import { groups } from "./variables.ts";

/** docs/configuration.md, made from what the program itself reads by. */
export function configurationPage(): string {
  return `${[
    "# Configuration",
    "<!-- Made by `node scripts/write-configuration-page.ts` from apps/server/src/config. Do not edit. -->",
    "Flags win over variables, variables over defaults; an empty variable counts as not given. Everything is checked at the start: what is wrong is listed at once, a line each, and the server does not start. A secret may also lie in a file: `NAME_FILE` names it.",
    "## Flags of `khoj serve`",
    table(["flag", "what it does", "without it"], Object.entries<FlagFacts>(flags).map(flagRow)),
    ...Object.entries(groups).flatMap(([group, variables]) => [
      `## ${group}`,
      table(["variable", "what it does", "without it"], Object.entries(variables).map(variableRow)),
    ]),
  ].join("\n\n")}\n`;
}

function flagRow([name, { short, takes, description, unset }]: [string, FlagFacts]): string[] {
  const written = `\`--${name}${takes === undefined ? "" : ` ${takes}`}\``;
  return [short === undefined ? written : `${written}, \`-${short}\``, description, unset ?? ""];
}

function variableRow([name, schema]: [string, { meta(): unknown }]): string[] {
  const { description, unset, secret } = factsOf(schema);
  return [`\`${name}\`${secret ? " (secret)" : ""}`, description, unset ?? ""];
}

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
