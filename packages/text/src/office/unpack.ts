import { unzipSync, zipSync } from "fflate";
import type { ParseLimits } from "../binary-parser.ts";
import { UnreadableError } from "../document.ts";

/** Files out of a ZIP container, by name. */
export interface Unpacked {
  readonly names: readonly string[];
  /** As UTF-8 text; undefined when there is none of that name. */
  text(name: string): string | undefined;
  /** A ZIP of these files alone, for libraries that unpack by themselves. */
  packAgain(): Uint8Array;
}

const mebibyte = 1 << 20;

/**
 * Takes the wanted files out of a ZIP. Their unpacked sizes are bounded by what the container says of them before
 * anything is unpacked, and nothing grows beyond what was said.
 */
export function unpack(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
  { unpackedBytes }: Pick<ParseLimits, "unpackedBytes">,
): Unpacked {
  let sum = 0;
  const files = withReason(() =>
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!isWanted(name)) return false;
        sum += originalSize;
        if (sum > unpackedBytes)
          throw new UnreadableError(
            `Unpacked it is larger than ${Math.round(unpackedBytes / mebibyte)} MB, the most that is read.`,
          );
        return true;
      },
    }),
  );
  const decoder = new TextDecoder();
  const part = (name: string): Uint8Array | undefined => {
    const content = Object.hasOwn(files, name) ? files[name] : undefined;
    if (content !== undefined && /\.x(?:ht)?ml$/i.test(name) && isCut(content))
      throw new UnreadableError(`Its part ${name} is cut off, or longer than its ZIP container says.`);
    return content;
  };
  return {
    names: Object.keys(files),
    text: (name) => {
      const content = part(name);
      return content === undefined ? undefined : decoder.decode(content);
    },
    packAgain() {
      for (const name of Object.keys(files)) part(name);
      return zipSync(files, { level: 0 });
    },
  };
}

const closing = 0x3e;
const space = 0x20;

/** XML ends with a closed tag. What is longer than it was said to be was not unpacked to its end. */
function isCut(content: Uint8Array): boolean {
  const last = content.findLastIndex((byte) => byte > space);
  return last !== -1 && content[last] !== closing;
}

function withReason<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError("Its ZIP container is damaged or cut off.", { cause: error });
  }
}

/** `target` as a name in the container, seen from the file `from`: `../media/a.xml` beside `ppt/slides/one.xml`. */
export function nameIn(from: string, target: string): string {
  const base = new URL(`zip:///${from}`);
  return decodeURIComponent(new URL(target, base).pathname).replace(/^\/+/, "");
}
