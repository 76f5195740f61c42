import { isUtf8 } from "node:buffer";
import { SkipItem } from "../connector.ts";
import { type IgnoreList, readIgnoreList } from "../ignore-list.ts";
import { type BytePath, joinBytes, showName } from "./entry-name.ts";
import { readNote } from "./open-note.ts";

export const ignoreFileName = ".khojignore";
const longest = 1 << 20;
/** Rules that stand there and cannot be read may name anything: what they stand beside stays out. */
const everything = "*";

/** The rules of one `.khojignore` and of those above it, in the syntax of .gitignore. */
export interface IgnoreRules {
  /** Whether the path below the watched folder stays out. */
  ignores(relative: BytePath, isFolder: boolean): boolean;
  /** These rules and, when that folder has one, its own file. */
  enter(folder: BytePath): Promise<IgnoreRules>;
}

export const openIgnoreRules = async (root: BytePath): Promise<IgnoreRules> => withLayers(root, []);

interface Layer {
  /** Of the shown path: how much of it names the folder the rules stand in. */
  readonly prefix: string;
  readonly rules: IgnoreList;
}

function withLayers(root: BytePath, layers: readonly Layer[]): IgnoreRules {
  return {
    ignores(relative, isFolder) {
      const shown = showName(relative);
      // The innermost file that says anything decides, as git has it.
      for (const { prefix, rules } of layers.toReversed()) {
        const verdict = rules.judge(shown.slice(prefix.length), isFolder);
        if (verdict !== undefined) return verdict === "out";
      }
      return false;
    },
    async enter(folder) {
      const text = await readIgnoreFile(root, folder);
      if (text === undefined) return this;
      const prefix = folder.length === 0 ? "" : `${showName(folder)}/`;
      return withLayers(root, [...layers, { prefix, rules: readIgnoreList(text) }]);
    },
  };
}

async function readIgnoreFile(root: BytePath, folder: BytePath): Promise<string | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of readNote(root, joinBytes(folder, Buffer.from(ignoreFileName)))) {
      pieces.push(piece);
      length += piece.length;
      if (length > longest) return everything;
    }
  } catch (error) {
    const code = error instanceof SkipItem && error.cause instanceof Error && "code" in error.cause && error.cause.code;
    return code === "ELOOP" || code === "EACCES" || code === "EPERM" ? everything : undefined;
  }
  const bytes = Buffer.concat(pieces);
  return isUtf8(bytes) ? bytes.toString("utf8") : bytes.toString("latin1");
}
