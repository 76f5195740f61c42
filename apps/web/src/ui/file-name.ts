/** The last part of a path of any system, as people call the file. */
export function baseName(fileName: string): string {
  return fileName.slice(Math.max(fileName.lastIndexOf("/"), fileName.lastIndexOf("\\")) + 1) || fileName;
}

export function folderOf(fileName: string): string {
  return fileName.slice(0, fileName.length - baseName(fileName).length).replace(/[/\\]+$/, "");
}

/** Lower case, without the dot; empty when there is none. */
export function extensionOf(fileName: string): string {
  const name = baseName(fileName);
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}
