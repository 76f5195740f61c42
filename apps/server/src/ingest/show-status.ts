import type { FileStatus, FileStatusQuery } from "@khoj/contract";
import type { z } from "zod";
import type { Library, ListedFile } from "../library/index.ts";

const pageSize = 100;

export async function showStatus(
  library: Library,
  spaces: readonly string[],
  { state, q, page }: z.output<typeof FileStatusQuery>,
): Promise<FileStatus> {
  const files = await library.status(spaces, { state, nameContains: q }, { index: page, size: pageSize });
  return { items: files.map(toItem), counts: await library.counts(spaces) };
}

const toItem = (file: ListedFile): FileStatus["items"][number] => ({
  file_name: file.fileName,
  state: file.state,
  reason: file.reason ?? null,
  chunks: file.chunks,
  vectors: 0,
  bytes: file.bytes,
  updated_at: file.updatedAt.toISOString(),
  source: file.origin,
});
