import path from "node:path";
import { type ChatModel, findInstalled, llamaFolder, openGgufModels } from "@khoj/models";
import type { ProvidedModelRow } from "../chat/chat-model-store.ts";

/** The chat models whose files lie on this machine. One of them is loaded at a time, and none while nobody asks. */
export interface LocalChatModels {
  open(row: ProvidedModelRow): Promise<ChatModel>;
  close(): Promise<void>;
}

/** `models` is the folder of models, `patience` in milliseconds. */
export function openLocalChatModels(models: string, patience: number): LocalChatModels {
  const gguf = openGgufModels({ runtime: llamaFolder(models), patience });
  return {
    async open({ model, name, context_tokens: contextTokens, answer_tokens: answerTokens }) {
      const installed = await findInstalled(models, model).catch(() => undefined);
      const [file] = installed?.purpose === "chat" ? installed.files : [];
      const place = installed && file && path.join(installed.folder, file.name);
      return gguf.open({ file: place, bytes: file?.bytes ?? 0, name, contextTokens, answerTokens });
    },
    close: () => gguf.close(),
  };
}
