import { stat } from "node:fs/promises";
import path from "node:path";
import { badRequest, conflict } from "@khoj/contract";

/** The folder a person named, if it may be watched beside those that are; refuses with what to do instead. */
export async function checkFolderPath(
  given: string,
  dataDirectory: string,
  watched: readonly string[],
): Promise<string> {
  if (!path.isAbsolute(given))
    throw badRequest(`${given} is not a whole path; give it from the root, such as /home/me/notes`);
  const folder = path.resolve(given);
  const status = await stat(folder).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === "EACCES" ? "may not be read by the server" : "is not there";
    throw badRequest(`${folder} ${why}`, { cause });
  });
  if (!status.isDirectory()) throw badRequest(`${folder} is not a folder`);
  if (folder === path.parse(folder).root)
    throw badRequest(`${folder} is the whole disk; choose the folder of your notes`);
  if (lies(folder, dataDirectory) || (lies(dataDirectory, folder) && !isHidden(path.relative(folder, dataDirectory))))
    throw badRequest(`${folder} and the data directory of Khoj lie in one another; choose the folder of your notes`);
  for (const other of watched)
    if (lies(folder, other) || lies(other, folder)) throw conflict(`${other} is watched already`);
  return folder;
}

const lies = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(outer + path.sep);

/** Hidden folders are not looked into, so a data directory below one does no harm. */
const isHidden = (relative: string): boolean => relative.split(path.sep).some((part) => part.startsWith("."));
