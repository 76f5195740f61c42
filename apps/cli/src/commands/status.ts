import type { KhojClient } from "@khoj/client";
import type { Output } from "../output.ts";

/** What runs, where it keeps things, and what is missing or weaker than it could be. */
export async function status(client: KhojClient, output: Output): Promise<void> {
  const instance = await client.account.status();
  output.document(instance);
  output.line(
    `${output.bold(`Khoj ${instance.version}`)} at ${instance.addresses.join(", ")} (process ${instance.pid})`,
  );
  output.line(`  started ${instance.started_at}, ${instance.memory_mb} MB, Node ${instance.node}`);
  output.line(`  data in ${instance.data_directory}`);
  for (const { name, facts, warnings } of instance.parts) {
    const { summary, ...others } = facts;
    const described = Object.entries(others).map(([fact, value]) => `${fact.replaceAll("_", " ")} ${value}`);
    output.line(`${output.bold(name)}  ${summary ?? ""}`);
    if (described.length > 0) output.line(output.dim(`  ${described.join(" · ")}`));
    for (const warning of warnings) output.line(`  note: ${warning}`);
  }
}
