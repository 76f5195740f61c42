import type { UploadFile } from "@khoj/client";

/** Files dropped or chosen, those of folders with their path. Hidden files and folders stay out. */
export async function readDropped(data: DataTransfer): Promise<readonly UploadFile[]> {
  // Entries must be taken before the first pause: the list is emptied when the event is over.
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (entries.length === 0) return [...data.files].map(asUpload);
  const found = await Promise.all(entries.map((entry) => readEntry(entry)));
  return found.flat();
}

/** A file as it was chosen; in a chosen folder its path begins with the folder's name. */
export const asUpload = (file: File): UploadFile => ({
  name: file.webkitRelativePath === "" ? file.name : file.webkitRelativePath,
  content: file,
});

export const isHidden = (name: string): boolean => name.split("/").some((part) => part.startsWith("."));

async function readEntry(entry: FileSystemEntry): Promise<readonly UploadFile[]> {
  const name = entry.fullPath.replace(/^\//, "");
  if (isHidden(name)) return [];
  if (entry.isFile) {
    const content = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ name, content }];
  }
  const found: UploadFile[] = [];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader answers at most a hundred entries at a time, and an empty list at the end.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return found;
    for (const child of entries) found.push(...(await readEntry(child)));
  }
}
