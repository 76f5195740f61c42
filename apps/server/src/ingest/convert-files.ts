import type { ConvertedFiles } from "@khoj/contract";
import type { z } from "zod";
import { missingField } from "../platform/http/validation.ts";
import { forAttachment } from "./effort.ts";
import type { IncomingFile } from "./incoming-file.ts";
import type { IngestDeps } from "./ingest-files.ts";
import { judgeFile } from "./judge-file.ts";
import { receiveFile } from "./received-file.ts";

const largest = 10 << 20;

/** Reads files for a conversation and stores nothing. What is too large or of no kind we read is left out (wire.md §1.2). */
export async function convertFiles(
  deps: IngestDeps,
  files: AsyncIterable<IncomingFile>,
): Promise<z.output<typeof ConvertedFiles>> {
  const converted: z.output<typeof ConvertedFiles> = [];
  let count = 0;
  for await (const file of files) {
    count++;
    const one = await convertFile(deps, file);
    if (one !== undefined) converted.push(one);
  }
  if (count === 0) throw missingField("body", "files");
  return converted;
}

async function convertFile(deps: IngestDeps, file: IncomingFile) {
  const received = await receiveFile(file, largest, deps.spoolDirectory);
  try {
    const judgement = judgeFile(received, "all", largest);
    if (judgement.kind !== "read" || received.bytes === 0) return undefined;
    const { fileName, mimeType, charset, bytes } = received;
    const { milliseconds, ocr } = forAttachment();
    const limits = judgement.isBinary ? { milliseconds } : {};
    const file = { fileName, mimeType, charset, bytes, ...limits, open: received.open };
    const [outcome] = await deps.parsers.parse([file], { ocrMilliseconds: ocr.left });
    if (outcome?.kind !== "answered" || outcome.answer.kind !== "read") return undefined;
    const size = outcome.answer.textBytes;
    if (size === 0) return undefined;
    const content = Buffer.from(outcome.body.subarray(0, size)).toString("utf8");
    return { name: fileName, content, file_type: judgement.fileType, size };
  } finally {
    await received.release();
  }
}
