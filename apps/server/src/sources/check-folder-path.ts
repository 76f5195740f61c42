import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { badRequest, conflict } from "@khoj/contract";

/**
 * The folder a person named, if it may be watched beside those that are; refuses with what to do instead. A link is
 * judged by where it leads: it must not be the way into what may not be named itself.
 */
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
  const real = await whereItLies(folder);
  if (real === path.parse(real).root) throw badRequest(`${folder} is the whole disk; choose the folder of your notes`);
  if (kernelFolders.some((kernel) => lies(real, kernel)))
    throw badRequest(`${folder} is made up by the system and holds no notes; choose the folder of your notes`);
  const data = await whereItLies(dataDirectory);
  if (lies(real, data) || (lies(data, real) && !isHidden(path.relative(real, data))))
    throw badRequest(`${folder} and the data directory of Khoj lie in one another; choose the folder of your notes`);
  for (const other of watched) {
    const realOther = await whereItLies(other);
    if (lies(real, realOther) || lies(realOther, real)) throw conflict(`${other} is watched already`);
  }
  return folder;
}

/** Without links; as it stands where there is nothing at the moment. */
const whereItLies = (folder: string): Promise<string> => realpath(folder).catch(() => folder);

/** Their files have no end, or show secrets of other programs. */
const kernelFolders = ["/proc", "/sys"];

const lies = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(outer + path.sep);

/** Hidden folders are not looked into, so a data directory below one does no harm. */
const isHidden = (relative: string): boolean => relative.split(path.sep).some((part) => part.startsWith("."));
