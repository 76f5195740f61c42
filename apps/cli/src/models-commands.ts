import type { Command } from "commander";
import type { Administering } from "./administer.ts";
import { addChatModelCommands } from "./chat-model-commands.ts";
import {
  type EndpointFlags,
  removeEndpoint,
  setEndpoint,
  showEndpoint,
  testEndpoint,
} from "./commands/embedding-endpoint.ts";
import { addGguf, type GgufFlags } from "./commands/local-chat-models.ts";
import { addModel, listModels, removeModel, useModel, verifyModel } from "./commands/models.ts";
import { wholeNumber } from "./whole-number.ts";

/** Models: which there are, and which of them read. */
export function addModels(program: Command, administering: Administering): Command {
  const models = program.command("models").description("models: list, add, verify, remove, use");
  models
    .command("list", { isDefault: true })
    .description("the catalogue: licence, size, languages, hashes, sources, installed or not")
    .action(() => listModels(administering));
  models
    .command("add")
    .description("get a model of the catalogue (again), or copy a folder or a GGUF file of your own")
    .argument(
      "<name-or-folder-or-file>",
      "a folder holds model.safetensors or model.onnx, tokenizer.json and config.json; a .gguf file answers",
    )
    .option("--name <name>", "of a GGUF file: the name people see")
    .option("--context <tokens>", "of a GGUF file: what fits of question and answer together", wholeNumber)
    .option("--answer <tokens>", "of a GGUF file: how long an answer may be", wholeNumber)
    .action((what: string, flags: GgufFlags) =>
      /\.gguf$/i.test(what) ? addGguf(administering, what, flags) : addModel(administering, what),
    );
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
  addEndpointCommands(models, administering);
  addChatModelCommands(models, administering);
  return models;
}

/** `khoj models endpoint …`: another server that reads meaning. */
function addEndpointCommands(models: Command, administering: Administering): void {
  const endpoint = models
    .command("endpoint")
    .description("an OpenAI-compatible server that reads meaning: show, set, test, remove");
  endpoint.command("show", { isDefault: true }).action(() => showEndpoint(administering));
  endpoint
    .command("set")
    .description("ask it for vectors and, where it gives them, have the notes read there from now on")
    .argument("<url>", "such as http://localhost:11434/v1")
    .option("--key-file <file>", "the file its key is in; - reads the standard input")
    .option("--model <model>", "its name there (default: the first it lists)")
    .action((address: string, flags: EndpointFlags) => setEndpoint(administering, address, flags));
  endpoint.command("test").action(() => testEndpoint(administering));
  endpoint.command("remove").action(() => removeEndpoint(administering));
  for (const command of endpoint.commands) command.exitOverride();
}
