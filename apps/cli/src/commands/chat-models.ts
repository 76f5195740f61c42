import {
  type AdminModel,
  badRequest,
  KhojError,
  type ModelProvider,
  NewModel,
  NewProvider,
  type TestReport,
} from "@khoj/contract";
import type { Administering } from "../administer.ts";
import { columns } from "../columns.ts";
import { readKey } from "../read-key.ts";

export async function listProviders({ output, run }: Administering): Promise<void> {
  const providers = await run((server, administration) => server.listProviders(administration));
  output.document(providers);
  for (const line of columns(providers.map(describeProvider))) output.line(line);
  if (providers.length === 0)
    output.line("No providers. Add one: khoj models providers add NAME --kind openai --address URL");
}

export interface ProviderFlags {
  readonly kind: string;
  readonly address?: string;
  readonly keyFile?: string;
}

/** The key comes from a file or the standard input, never from the command, which every user of the machine can see. */
export async function addProvider({ output, run }: Administering, name: string, flags: ProviderFlags): Promise<void> {
  const key = flags.keyFile === undefined ? undefined : await readKey(flags.keyFile);
  const given = parse(NewProvider.safeParse({ name, kind: flags.kind, base_url: flags.address, key }));
  const provider = await run((server, administration) => server.addModelProvider(administration, given));
  output.document(provider);
  output.line(describeProvider(provider).join("  "));
  output.note(
    provider.sends_to === null
      ? "Questions and passages stay on this machine."
      : `Questions, and the passages found for them, are sent to ${provider.sends_to} once a model of it is added.`,
  );
}

export async function removeProvider({ output, run }: Administering, which: string): Promise<void> {
  const provider = await run((server, administration) => server.removeModelProvider(administration, which));
  output.document({ removed: provider.name });
  output.line(`Removed ${provider.name}, its key and its models.`);
}

export async function testProvider({ output, run }: Administering, which: string): Promise<void> {
  show(output, await run((server, administration) => server.testModelProvider(administration, which)));
}

export async function listChatModels({ output, run }: Administering): Promise<void> {
  const models = await run((server, administration) => server.listChatModels(administration));
  output.document(models);
  for (const line of columns(models.map(describeModel))) output.line(line);
  if (models.length === 0)
    output.line(
      "No chat models: answers are quotes. Add one: khoj models chat add PROVIDER MODEL, or khoj models add FILE.gguf",
    );
}

export interface ModelFlags {
  readonly name?: string;
  readonly sees: boolean;
  readonly context?: number;
  readonly answer?: number;
}

export async function addChatModel(
  { output, run }: Administering,
  provider: string,
  { model, name, sees, context, answer }: ModelFlags & { readonly model: string },
): Promise<void> {
  const wanted = { provider_id: 0, model, name, sees, context_tokens: context, answer_tokens: answer };
  const given = parse(NewModel.safeParse(wanted));
  const added = await run((server, administration) => server.addChatModelTo(administration, provider, given));
  output.document(added);
  output.line(describeModel(added).join("  "));
}

export async function makeDefault({ output, run }: Administering, which: string): Promise<void> {
  const model = await run((server, administration) => server.makeDefaultChatModel(administration, which));
  output.document(model);
  output.line(`${model.name} is asked first now.`);
}

export async function removeChatModel({ output, run }: Administering, which: string): Promise<void> {
  const model = await run((server, administration) => server.removeNamedChatModel(administration, which));
  output.document({ removed: model.name });
  output.line(`Removed ${model.name}.`);
  if (model.kind === "local") output.note(`Its file stays; delete it too: khoj models remove ${model.model}`);
}

export async function testChatModel({ output, run }: Administering, which: string): Promise<void> {
  show(output, await run((server, administration) => server.testNamedChatModel(administration, which)));
}

const describeProvider = ({ id, name, kind, sends_to, key_hint, models }: ModelProvider): string[] => [
  String(id),
  name,
  kind,
  sends_to ?? "this machine",
  key_hint === null ? "no key" : `key ${key_hint}`,
  models === 1 ? "1 model" : `${models} models`,
];

export const describeModel = ({ id, name, provider, enabled, is_default, sees }: AdminModel): string[] => [
  String(id),
  name,
  provider,
  is_default ? "default" : enabled ? "" : "off",
  sees ? "sees pictures" : "",
];

function show(output: Administering["output"], report: TestReport): void {
  output.document(report);
  for (const { ok, message } of report.steps) if (ok) output.line(`✓ ${message}`);
  const failed = report.steps.find(({ ok }) => !ok);
  if (failed) throw new KhojError("unavailable", failed.message);
}

function parse<Value>(
  result:
    | { success: true; data: Value }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } },
): Value {
  if (result.success) return result.data;
  throw badRequest(result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
}
