import { address, authorization, type Connection, reach } from "./connection.ts";
import { readRefusal } from "./read-refusal.ts";

export interface UploadFile {
  /** The key everywhere: an absolute path, or in a page one relative to what the person chose. */
  readonly name: string;
  readonly content: Blob;
}

export type UploadOutcome =
  | { readonly state: "sending"; readonly sent: number }
  | { readonly state: "saved" }
  | { readonly state: "refused"; readonly reason: string };

interface UploadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onFile?: (name: string, outcome: UploadOutcome) => void;
  /** Parsed again even where the text is the same. */
  readonly force?: boolean;
  /** Where they go; one's own space when absent. */
  readonly space?: string | undefined;
}

/** How bytes leave: `fetch` cannot tell how far it is, so a browser brings one made of XMLHttpRequest. */
export type SendForm = (form: {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: FormData;
  readonly signal: AbortSignal | undefined;
  readonly onSent: (bytes: number) => void;
}) => Promise<{ readonly status: number; readonly text: string }>;

export interface UploadClient {
  /** Sends files in groups; one that is refused never stops the others. Throws only when the server is out of reach. */
  send(files: readonly UploadFile[], options?: UploadOptions): Promise<void>;
}

const isEmpty = ({ content }: UploadFile): boolean => content.size === 0;

const groupFiles = 20;
const groupBytes = 4 * 1024 * 1024;

export function uploadClient(connection: Connection, sendForm: SendForm = sendByFetch(connection)): UploadClient {
  return {
    async send(files, options = {}) {
      // An empty part means "delete" on the wire: an empty file must not remove the note of its name.
      for (const { name } of files.filter(isEmpty)) {
        options.onFile?.(name, { state: "refused", reason: "The file is empty: there is nothing to find in it." });
      }
      for (const group of inGroups(files.filter((file) => !isEmpty(file)))) {
        options.signal?.throwIfAborted();
        await sendGroup(connection, sendForm, group, options);
      }
    },
  };
}

async function sendGroup(
  connection: Connection,
  sendForm: SendForm,
  group: readonly UploadFile[],
  options: UploadOptions,
): Promise<void> {
  const { signal, onFile, force, space } = options;
  const body = new FormData();
  for (const file of group) body.append("files", typed(file), file.name);
  const answer = await reach(connection, signal, () =>
    sendForm({
      url: address(connection, "/api/content", { client: connection.client, space }),
      method: force === true ? "PUT" : "PATCH",
      headers: authorization(connection),
      body,
      signal,
      onSent: (bytes) => tellProgress(group, bytes, onFile),
    }),
  );
  const refusal = answer.status < 300 ? undefined : readRefusal(answer.status, answer.text);
  if (refusal !== undefined && (await connection.onRefusal?.(refusal))) {
    return sendGroup({ ...connection, onRefusal: undefined }, sendForm, group, options);
  }
  if (refusal !== undefined && group.length > 1 && refusal.code !== "forbidden" && refusal.code !== "unavailable") {
    // One file can spoil its group (a limit of the whole request): alone, each gets its own reason.
    for (const file of group) await sendGroup(connection, sendForm, [file], options);
    return;
  }
  for (const { name } of group) {
    if (refusal !== undefined) onFile?.(name, { state: "refused", reason: refusal.message });
    else if (answer.text.includes(name)) onFile?.(name, { state: "saved" });
    else onFile?.(name, { state: "refused", reason: "The server did not take this kind of file." });
  }
}

/** The files of a group travel in order, so that the bytes sent so far belong to the first of them. */
function tellProgress(group: readonly UploadFile[], bytes: number, onFile: UploadOptions["onFile"]): void {
  let left = bytes;
  for (const { name, content } of group) {
    if (left <= 0) return;
    onFile?.(name, { state: "sending", sent: content.size === 0 ? 1 : Math.min(1, left / content.size) });
    left -= content.size;
  }
}

function inGroups(files: readonly UploadFile[]): UploadFile[][] {
  const groups: UploadFile[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = groups.at(-1);
    if (last === undefined || last.length >= groupFiles || bytes + file.content.size > groupBytes) {
      groups.push([file]);
      bytes = file.content.size;
    } else {
      last.push(file);
      bytes += file.content.size;
    }
  }
  return groups;
}

/** Browsers know few of our types by name, and the type decides the bucket (wire.md §1.2). */
const types: Readonly<Record<string, string>> = {
  md: "text/markdown",
  markdown: "text/markdown",
  org: "text/org",
  pdf: "application/pdf",
  doc: "application/msword",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  html: "text/html",
  xml: "text/xml",
  csv: "text/csv",
  json: "application/json",
};

function typed({ name, content }: UploadFile): Blob {
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  const type = types[extension] ?? (content.type === "" ? "text/plain" : content.type);
  return content.slice(0, content.size, type);
}

const sendByFetch =
  (connection: Connection): SendForm =>
  async ({ url, method, headers, body, signal }) => {
    const response = await connection.fetch(url, {
      method,
      headers,
      body,
      ...(signal === undefined ? {} : { signal }),
    });
    return { status: response.status, text: await response.text() };
  };
