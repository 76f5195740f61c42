import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Reply, text } from "./route.ts";
import { pagePolicy } from "./security-headers.ts";

export interface BuiltFile {
  readonly address: string;
  readonly type: string;
  readonly content: Buffer;
  readonly tag: string;
}

/** What `npm run build` made of apps/web. */
export interface BuiltPage {
  /** Everything the pages load. */
  readonly files: readonly BuiltFile[];
  /** Answers a page anew: `index` for everybody, `admin` for administrators. Says plainly when it is not built. */
  show(name: "index" | "admin"): Reply;
}

/** Reads all of it (about 1.5 MB): nothing is looked up by a stranger's path, so there is no way out of the directory. */
export function openBuiltPage(directory: string, { anonymous }: { readonly anonymous: boolean }): BuiltPage {
  const files = listFiles(directory).map((entry) => readBuiltFile(directory, entry));
  const isPage = ({ address }: BuiltFile) => ["/index.html", "/admin.html"].includes(address);
  const pages = new Map(
    files
      .filter(isPage)
      .map(({ address, content }) => [address, withNonces(toldPeople(content.toString(), anonymous))]),
  );
  return {
    files: files.filter((file) => !isPage(file)),
    show: (name) => {
      const page = pages.get(`/${name}.html`);
      return page === undefined ? text(notBuilt, 503, html) : answerPage(page);
    },
  };
}

/** The text between the places where an answer's nonce stands. */
type Page = readonly string[];

/** A nonce for each answer: a script runs only if the server itself wrote its tag. */
function answerPage(page: Page): Reply {
  const nonce = randomBytes(18).toString("base64url");
  const headers = { "content-type": html, "cache-control": "no-cache", "content-security-policy": pagePolicy(nonce) };
  return new Reply(200, page.join(nonce), headers);
}

/** Where nobody signs in the page need not ask who is there, which that server has no answer to. */
const toldPeople = (source: string, anonymous: boolean): string =>
  anonymous ? source.replace("<head>", '<head><meta name="khoj-people" content="one">') : source;

/** Scripts and what loads them early; the meta is where the build's own loader finds the nonce for later parts. */
function withNonces(source: string): Page {
  const place = "\u0000";
  return source
    .replace(/<head>/, `<head><meta property="csp-nonce" nonce="${place}">`)
    .replace(/<script(?=[\s>])|<link(?= rel="modulepreload")/g, (tag) => `${tag} nonce="${place}"`)
    .split(place);
}

const html = "text/html; charset=utf-8";
const types: Readonly<Record<string, string>> = {
  ".html": html,
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

function readBuiltFile(directory: string, entry: string): BuiltFile {
  const type = types[path.extname(entry)] ?? "application/octet-stream";
  const address = `/${entry.split(path.sep).join("/")}`;
  const content = readFileSync(path.join(directory, entry));
  const tag = `"${createHash("sha256").update(content).digest("base64url").slice(0, 27)}"`;
  return { address, type, content, tag };
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** A page of the server's own words, without a script. */
export const plainPage = (title: string, sentence: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>` +
  `<body><h1>${title}</h1><p>${sentence}</p></body></html>`;
const notBuilt = plainPage(
  "The page is not built yet",
  "The server runs and answers its API, but apps/web/dist is missing. Run <code>npm run build</code> and start it again.",
);
