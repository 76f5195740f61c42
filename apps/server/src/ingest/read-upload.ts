import { type fileClients, uploadLimit } from "@khoj/contract";
import type { Origin } from "../library/index.ts";
import { readParts } from "../platform/http/multipart.ts";
import { invalid } from "../platform/http/validation.ts";
import type { FileOutcome, IncomingFile } from "./incoming-file.ts";

/** The files of an upload as they arrive: its parts named `files`. Other parts are passed over. */
export async function* readUpload(
  stream: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
): AsyncGenerator<IncomingFile> {
  const limits = { maxParts: uploadLimit, maxPartBytes: Number.POSITIVE_INFINITY };
  for await (const part of readParts(stream, contentType, limits)) {
    if (part.field !== "files") continue;
    if (part.fileName === undefined) throw notAFile;
    // Obsidian and others put the type itself in quotes.
    const mimeType = part.mimeType?.replaceAll('"', "");
    yield { fileName: part.fileName, mimeType, charset: part.charset, content: part.pieces() };
  }
}

const notAFile = invalid([
  {
    type: "value_error",
    loc: ["body", "files", 0],
    msg: "Value error, Expected UploadFile, received: <class 'str'>",
    input: null,
    ctx: { error: {} },
  },
]);

const clients: Readonly<Record<(typeof fileClients)[number], Origin>> = {
  obsidian: "obsidian",
  emacs: "emacs",
  desktop: "desktop",
  web: "web",
};

/** Whose files these are; undefined for a client that is none of those that keep their own. */
export const originOfClient = (client: string | undefined): Origin | undefined =>
  Object.entries(clients).find(([name]) => name === client)?.[1];

/** Order of the types in upstream's answer (observed.md A7); what is of no type comes last. */
const order = ["org", "markdown", "pdf", "plaintext", "image", "docx"];

/** Every file that came, by name, once: clients take a name they find here for synced. */
export function nameFiles(files: readonly FileOutcome[]): string {
  const place = ({ fileType }: FileOutcome): number =>
    fileType === undefined || !order.includes(fileType) ? order.length : order.indexOf(fileType);
  return files
    .toSorted((one, other) => place(one) - place(other))
    .map((file) => file.fileName)
    .join(",");
}
