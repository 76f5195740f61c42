import { createHash } from "node:crypto";
import { chunk, fileTypeOf, parse } from "@khoj/text";
import { encodeContent, type ReadFile } from "../../library/index.ts";

/** A file as ingest would save it: read and cut by the product's own parsers. */
export async function aNote(fileName: string, text: string, more: Partial<ReadFile> = {}): Promise<ReadFile> {
  const bytes = Buffer.from(text, "utf8");
  const document = await parse({ bytes, fileName });
  return {
    origin: "upload",
    fileName,
    fileType: fileTypeOf({ bytes, fileName }) ?? "plaintext",
    state: "indexed",
    reason: undefined,
    title: document.title,
    language: document.language,
    tags: document.tags,
    classification: document.classification ?? "internal",
    fingerprint: createHash("sha256").update(bytes).digest(),
    bytes: bytes.length,
    content: encodeContent(document.text, chunk(document)),
    ...more,
  };
}
