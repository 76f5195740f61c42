import { type FilesPage, type FilesQuery, type FileText, notFound } from "@khoj/contract";
import type { z } from "zod";
import type { Library } from "../library/index.ts";

const pageSize = 10;
const truncatedLength = 1000;

export async function showFilesPage(
  library: Library,
  spaces: readonly string[],
  { page, truncated }: z.output<typeof FilesQuery>,
): Promise<z.output<typeof FilesPage>> {
  const cut = truncated ? truncatedLength : undefined;
  const { files, total } = await library.files(spaces, { index: page, size: pageSize, cut });
  return {
    files: files.map((file) => ({
      file_name: file.fileName,
      raw_text: file.text,
      updated_at: wireTime(file.updatedAt),
    })),
    num_pages: Math.ceil(total / pageSize),
  };
}

export async function showFile(
  library: Library,
  spaces: readonly string[],
  fileName: string,
): Promise<z.output<typeof FileText>> {
  const file = await library.file(spaces, fileName);
  if (file === undefined) throw notFound("file", fileName);
  return { id: wireId(file.documentId), file_name: file.fileName, raw_text: file.text };
}

/** `2026-11-23 08:49:22.123000+00:00`, as upstream writes it (observed.md B23). */
const wireTime = (time: Date): string => `${time.toISOString().replace("T", " ").slice(0, -1)}000+00:00`;

/** Clients know numbers: the random part of our id, which a double holds exactly. */
const wireId = (documentId: string): number => Number.parseInt(documentId.replaceAll("-", "").slice(-12), 16);
