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
    closeSync(descriptor);
    for (let number = kept - 1; number >= 1; number -= 1) {
      renameIfThere(number === 1 ? file : `${file}.${number - 1}`, `${file}.${number}`);
    }
    descriptor = openSync(file, "a", 0o600);
    size = 0;
  };
  return {
    write(line) {
      if (size > 0 && size + line.length > most) turnOver();
      try {
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
