import type { Command } from "commander";
import type { Administering } from "./administer.ts";
import { addChatModelCommands } from "./chat-model-commands.ts";
import { addModel, listModels, removeModel, useModel, verifyModel } from "./commands/models.ts";

/** Models: which there are, and which of them read. */
export function addModels(program: Command, administering: Administering): Command {
  const models = program.command("models").description("models: list, add, verify, remove, use");
  models
    .command("list", { isDefault: true })
    .description("the catalogue: licence, size, languages, hashes, sources, installed or not")
    .action(() => listModels(administering));
  models
    .command("add")
    .description("get a model of the catalogue (again), or copy a folder of your own")
    .argument("<name-or-folder>", "a folder holds model.safetensors or model.onnx, tokenizer.json and config.json")
    .action((what: string) => addModel(administering, what));
  models
    .command("verify")
    .description("hold every file of an installed model to its hash")
    .argument("<name>")
    .action((name: string) => verifyModel(administering, name));
  models
    .command("remove")
    .description("delete an installed model that nothing uses")
    .argument("<name>")
    .action((name: string) => removeModel(administering, name));
  models
    .command("use")
    .description("read notes with this model from now on")
    .argument("<name>")
    .action((name: string) => useModel(administering, name));
  addChatModelCommands(models, administering);
  return models;
}
