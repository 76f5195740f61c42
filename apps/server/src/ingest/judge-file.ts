import type { FileType, SearchType } from "@khoj/contract";
import { sniff } from "@khoj/text";
import type { ReceivedFile } from "./received-file.ts";

/** What is to be done with a file before anybody reads its text. */
export type Judgement =
  | { readonly kind: "read"; readonly fileType: FileType; readonly isBinary: boolean }
  /** Known by name and reason. */
  | { readonly kind: "skip"; readonly fileType: FileType | undefined; readonly reason: string }
  /** Named in the answer and nothing else: what is stored under this name stays. */
  | { readonly kind: "pass"; readonly fileType: FileType | undefined; readonly reason: string };

/** The largest original that is kept, for opening it and for reading it again. */
export const originalLimit = 50e6;
const mebibyte = 1 << 20;

export function judgeFile(file: ReceivedFile, wanted: SearchType, sizeLimit: number): Judgement {
  const sniffed = sniff({ bytes: file.head, fileName: file.fileName, mimeType: file.mimeType });
  const { fileType } = sniffed;
  if (wanted !== "all" && fileType !== wanted) return { kind: "pass", fileType, reason: `not of type ${wanted}` };
  const skip = (reason: string): Judgement => ({ kind: "skip", fileType, reason });
  if (file.isTooLarge) return skip(`larger than ${Math.floor(sizeLimit / mebibyte)} MB, the most that is taken`);
  if (sniffed.kind === "text") return { kind: "read", fileType: sniffed.fileType, isBinary: false };
  if (sniffed.kind === "none") return skip(sniffed.reason);
  if (!looksLike(sniffed.fileType, file.head)) return skip(`its bytes are not those of a file of type ${fileType}`);
  return { kind: "read", fileType: sniffed.fileType, isBinary: true };
}

const signatures: Partial<Record<FileType, (start: string) => boolean>> = {
  pdf: (start) => start.includes("%PDF-"),
  docx: (start) => start.startsWith("PK\x03\x04") || start.startsWith("\xd0\xcf\x11\xe0"),
  image: (start) => start.startsWith("\x89PNG") || start.startsWith("\xff\xd8\xff") || /^RIFF.{4}WEBP/s.test(start),
};

const looksLike = (fileType: FileType, head: Uint8Array): boolean =>
  signatures[fileType]?.(Buffer.from(head.subarray(0, 1024)).toString("latin1")) ?? true;
