import { KhojError } from "@khoj/contract";

/** A file that a package index offers. */
export interface Offer {
  readonly address: URL;
  readonly file: string;
  /** What the index says of it. */
  readonly sha256: string | undefined;
}

/** Reads the page of a package: JSON (PEP 691), or HTML of older mirrors with the hash in each link's fragment. */
export function readIndexPage(body: string, type: string, page: URL): readonly Offer[] {
  return /\+json|application\/json/.test(type) ? fromJson(body, page) : fromHtml(body, page);
}

function fromJson(body: string, page: URL): Offer[] {
  let told: unknown;
  try {
    told = JSON.parse(body);
  } catch (cause) {
    throw unreadable(page, cause);
  }
  const { files } = Object(told) as { files?: unknown };
  if (!Array.isArray(files)) throw new KhojError("unavailable", `${page.host} answers JSON without a list of files`);
  return files.flatMap((file) => {
    const { filename, url, hashes } = Object(file) as Record<string, unknown>;
    const { sha256 } = Object(hashes) as Record<string, unknown>;
    if (typeof filename !== "string" || typeof url !== "string" || !URL.canParse(url, page.href)) return [];
    return [{ address: new URL(url, page), file: filename, sha256: typeof sha256 === "string" ? sha256 : undefined }];
  });
}

function fromHtml(body: string, page: URL): Offer[] {
  const [, base] = /<base\b[^>]*?\shref\s*=\s*["']([^"']*)["']/i.exec(body) ?? [];
  const from = base !== undefined && URL.canParse(plain(base), page.href) ? new URL(plain(base), page) : page;
  return [...body.matchAll(/<a\b[^>]*?\shref\s*=\s*["']([^"']*)["']/gi)].flatMap(([, href = ""]) => {
    const link = plain(href);
    if (!URL.canParse(link, from.href)) return [];
    const address = new URL(link, from);
    const [, sha256] = /^#sha256=([0-9a-f]{64})$/i.exec(address.hash) ?? [];
    address.hash = "";
    return [{ address, file: lastPart(address), sha256: sha256?.toLowerCase() }];
  });
}

function lastPart({ pathname }: URL): string {
  const part = pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const plain = (text: string): string => text.replaceAll("&#43;", "+").replaceAll("&amp;", "&").trim();

const unreadable = ({ host }: URL, cause?: unknown): KhojError =>
  new KhojError("unavailable", `${host} answers JSON that is no list of files`, { cause });
