/** What the headers of one part say. */
export interface PartHeaders {
  /** The form field, such as `files`. */
  readonly field: string;
  /** As the client sent it, a whole path in any style, possibly empty; undefined when the part names no file. */
  readonly fileName: string | undefined;
  /** Lower case, without parameters; undefined when the part declares none. */
  readonly mimeType: string | undefined;
  readonly charset: string | undefined;
}

export function readPartHeaders(block: Buffer): PartHeaders {
  const headers = new Map<string, string>();
  for (const line of decodeText(block).split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = readParameters(headers.get("content-disposition") ?? "");
  const type = readParameters(headers.get("content-type") ?? "");
  return {
    field: disposition.parameters.get("name") ?? "",
    fileName: disposition.parameters.get("filename") ?? extendedName(disposition.parameters.get("filename*")),
    mimeType: type.value === "" ? undefined : type.value,
    charset: type.parameters.get("charset")?.toLowerCase(),
  };
}

/**
 * `form-data; name="files"; filename="C:\notes\a \"b\".md"`. Only `\"` is an escape: every other back-slash belongs to
 * a Windows path. A parameter without `=` is passed over (W-44).
 */
export function readParameters(header: string): { value: string; parameters: ReadonlyMap<string, string> } {
  const semicolon = header.indexOf(";");
  const value = (semicolon < 0 ? header : header.slice(0, semicolon)).trim().toLowerCase();
  const parameters = new Map<string, string>();
  const rest = semicolon < 0 ? "" : header.slice(semicolon);
  const pattern = /;\s*([^=;\s"]+)\s*=\s*(?:"((?:\\"|[^"])*)"|([^;]*))/g;
  for (const [, name = "", quoted, bare] of rest.matchAll(pattern)) {
    parameters.set(name.toLowerCase(), quoted === undefined ? (bare ?? "").trim() : quoted.replaceAll('\\"', '"'));
  }
  return { value, parameters };
}

/** RFC 5987: `UTF-8''na%C3%AFve.md`. */
function extendedName(value: string | undefined): string | undefined {
  const encoded = /^utf-8'[^']*'(.*)$/i.exec(value ?? "")?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Names travel as raw UTF-8; bytes that are none are taken for Latin-1, so that two names never become one. */
function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}
