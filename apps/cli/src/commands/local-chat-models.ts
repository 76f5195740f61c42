import type { Administering } from "../administer.ts";
import { describeModel } from "./chat-models.ts";

export interface GgufFlags {
  readonly name?: string;
  readonly context?: number;
  readonly answer?: number;
}

/** A model in a file of one's own: copied, tried and entered among those that answer. */
export async function addGguf({ output, withoutDatabase, run }: Administering, file: string, flags: GgufFlags) {
  let told = -1;
  const onPackages = (got: number, of: number): void => {
    if (told < 0) output.note("Getting llama.cpp, which runs GGUF files, by npm: 85 MB, once");
    const quarter = Math.floor((4 * got) / of);
    if (quarter > Math.max(told, 0)) output.note(`${quarter * 25} % of its packages`);
    told = Math.max(told, quarter);
  };
  const adopted = await withoutDatabase((server, config) => server.installGgufFile(config, file, onPackages));
  const model = await run((server, administration) => server.enterGgufFile(administration, { ...adopted, flags }));
  output.document(model);
  output.line(describeModel(model).join("  "));
  output.note(
    `The file is copied into the data directory and its hash recorded. It reads ${model.context_tokens} tokens at once; questions and passages stay on this machine.`,
  );
}
