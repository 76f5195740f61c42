import { closeSync, fstatSync, openSync, renameSync, writeSync } from "node:fs";

export interface RotatingFile {
  write(line: string): void;
  close(): void;
}

const fileBytes = 10 * 1024 * 1024;
const filesKept = 5;

/** A file for one's own eyes that begins anew when it is full: `khoj.log`, the one before `khoj.log.1`, and so on. */
export function openRotatingFile(file: string, most = fileBytes, kept = filesKept): RotatingFile {
  let descriptor = openSync(file, "a", 0o600);
  let size = fstatSync(descriptor).size;
  const turnOver = () => {
    // Whatever comes of it: where the disk is full, it is tried again after as much more, not at every line.
    size = 0;
    for (let number = kept - 1; number >= 1; number -= 1) {
      renameIfThere(number === 1 ? file : `${file}.${number - 1}`, `${file}.${number}`);
    }
    const full = descriptor;
    // The new one first: a descriptor that is closed and still written to may be another file's by then.
    descriptor = openSync(file, "a", 0o600);
    closeSync(full);
  };
  return {
    write(line) {
      try {
        if (size > 0 && size + line.length > most) turnOver();
        size += writeSync(descriptor, line);
      } catch {
        // A full disk must not stop the server; the terminal still has the line.
      }
    },
    close: () => closeSync(descriptor),
  };
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
