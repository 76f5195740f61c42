import { type Command, Option } from "commander";
import type { Administering } from "./administer.ts";
import {
  addChatModel,
  addProvider,
  listChatModels,
  listProviders,
  type ModelFlags,
  makeDefault,
  type ProviderFlags,
  removeChatModel,
  removeProvider,
  testChatModel,
  testProvider,
} from "./commands/chat-models.ts";
import { wholeNumber } from "./whole-number.ts";

/** `khoj models providers …` and `khoj models chat …`: who answers. */
export function addChatModelCommands(models: Command, administering: Administering): void {
  const providers = models.command("providers").description("who provides chat models: list, add, test, remove");
  providers.command("list", { isDefault: true }).action(() => listProviders(administering));
  providers
    .command("add")
    .description("OpenAI or a compatible endpoint (Ollama, vLLM, LM Studio, OpenRouter, …), Anthropic, Google")
    .argument("<name>")
    .addOption(
      new Option("--kind <kind>", "whose protocol it speaks")
        .choices(["openai", "anthropic", "google"])
        .default("openai"),
    )
    .option("--address <url>", "where it answers, such as http://localhost:11434/v1 (default: the provider's own)")
    .option("--key-file <file>", "the file its key is in; - reads the standard input")
    .action((name: string, flags: ProviderFlags) => addProvider(administering, name, flags));
  providers
    .command("test")
    .argument("<name-or-id>")
    .action((which: string) => testProvider(administering, which));
  providers
    .command("remove")
    .argument("<name-or-id>")
    .action((which: string) => removeProvider(administering, which));
  const chat = models
    .command("chat")
    .description("models that answer, in the order in which they are tried: list, add, default, test, remove");
  chat.command("list", { isDefault: true }).action(() => listChatModels(administering));
  chat
    .command("add")
    .argument("<provider>", "its name or id")
    .argument("<model>", "the provider's name for it")
    .option("--name <name>", "the name people see")
    .option("--sees", "it reads pictures", false)
    .option("--context <tokens>", "what fits of question and answer together", wholeNumber)
    .option("--answer <tokens>", "how long an answer may be", wholeNumber)
    .action((provider: string, model: string, flags: ModelFlags) =>
      addChatModel(administering, provider, { ...flags, model }),
    );
  chat
    .command("default")
    .description("ask it first")
    .argument("<model>")
    .action((which: string) => makeDefault(administering, which));
  chat
    .command("test")
    .argument("<model>")
    .action((which: string) => testChatModel(administering, which));
  chat
    .command("remove")
    .argument("<model>")
    .action((which: string) => removeChatModel(administering, which));
  for (const group of [providers, chat]) for (const command of group.commands) command.exitOverride();
}
