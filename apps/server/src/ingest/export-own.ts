import type { Library } from "../library/index.ts";
import type { Actor } from "../platform/actor.ts";
import type { ExportPart } from "../platform/export-part.ts";

/**
 * The notes of the actor's own space: a line of facts for each, then each as a file. One that came as PDF or image goes
 * as that, with its text beside.
 */
export async function* exportOwn(
  library: Pick<Library, "exported" | "originalOf">,
  actor: Actor,
): AsyncGenerator<ExportPart> {
  yield { path: "documents.jsonl", content: factLines(library, actor.home) };
  for await (const { id, origin, file_name, text, updated_at: modified } of library.exported(actor.home)) {
    const path = `documents/${origin}/${file_name}`;
    const original = await library.originalOf(actor.home, id);
    if (original) yield { path, content: original.content, modified };
    if (text !== null) yield { path: original ? `${path}.txt` : path, content: text, modified };
  }
}

async function* factLines(library: Pick<Library, "exported">, space: string): AsyncGenerator<string> {
  for await (const { text: _, ...facts } of library.exported(space)) yield `${JSON.stringify(facts)}\n`;
}
