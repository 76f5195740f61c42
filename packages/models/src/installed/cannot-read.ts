import { badRequest, type KhojError } from "@khoj/contract";

/** Why a file or folder that somebody named cannot be read, and what to do. */
export function cannotRead(place: string, cause: NodeJS.ErrnoException): KhojError {
  return badRequest(`${place} ${wordsOf(cause.code)}`, { cause });
}

function wordsOf(code: string | undefined): string {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "is not there; check the path, as the machine (or the container) that Khoj runs on has it";
    case "EACCES":
    case "EPERM":
      return "may not be read by the user Khoj runs as; allow it (chmod a+r, and a+x for the folders on the way), or copy it where that user may read";
    default:
      return `cannot be read (${code}); look at the disk it lies on, or copy it elsewhere first`;
  }
}
