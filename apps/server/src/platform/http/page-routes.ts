import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { get, post, Reply, type Route, redirect, text } from "./route.ts";
import { safeNext } from "./safe-next.ts";

/** The page finds its way by itself from any of these; they are upstream's addresses, and three of ours. */
const pagePaths = [
  "/",
  "/search",
  "/chat",
  "/chats",
  "/files",
  "/folders",
  "/settings",
  "/settings/content/github",
  "/agents",
  "/automations",
  "/share/chat/:slug",
];

/** Serves the built page from `directory` (apps/web/dist); says plainly when there is none. */
export function pageRoutes(directory: string): Route[] {
  const files = readBuiltPage(directory);
  const page = answerPage(files);
  const error = () => text(errorPage, 200, html);
  return [
    ...pagePaths.map((address) => get(address, { allow: "open" }, page)),
    // One-tap sign-in posts to the root (wire.md §1.12).
    post("/", { allow: "open" }, page),
    get("/home", { allow: "open" }, () => redirect(307, "/")),
    get("/login", { allow: "open", query: LoginQuery }, ({ origin, query }) =>
      redirect(307, `${origin}${safeNext(query.next, origin)}`),
    ),
    get("/server/error", { allow: "open" }, error),
    // Upstream's Android wrapper asks which apps may stand for this site: none of ours.
    get("/.well-known/assetlinks.json", { allow: "open" }, () => []),
    get(
      "/static/khoj.webmanifest",
      { allow: "open" },
      () => new Reply(200, manifest, { "content-type": manifestType }),
    ),
    ...[...files.values()].filter(({ address }) => address !== "/index.html").map(fileRoute),
  ];
}

/** The page itself, for a route of a room that answers it (`page: true`). */
export const openPage = (directory: string): (() => Reply) => answerPage(readBuiltPage(directory));

function answerPage(files: ReadonlyMap<string, BuiltFile>): () => Reply {
  const index = files.get("/index.html");
  return () => (index ? answerFile(index, "no-cache") : notBuilt());
}

const LoginQuery = z.object({ next: z.string().default("/") });

interface BuiltFile {
  readonly address: string;
  readonly type: string;
  readonly content: Buffer;
  readonly tag: string;
}

function fileRoute(file: BuiltFile): Route {
  // Vite names what lies in assets/ by its content, so a browser never needs to ask again.
  const keep = file.address.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
  return get(file.address, { allow: "open" }, ({ headers }) =>
    headers["if-none-match"] === file.tag ? new Reply(304, "", { etag: file.tag }) : answerFile(file, keep),
  );
}

const answerFile = (file: BuiltFile, keep: string): Reply =>
  new Reply(200, file.content, { "content-type": file.type, "cache-control": keep, etag: file.tag });

const html = "text/html; charset=utf-8";
const manifestType = "application/manifest+json";
const types: Readonly<Record<string, string>> = {
  ".html": html,
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": manifestType,
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/** All of it in memory (about 1.5 MB): nothing to look up by a stranger's path, so no way out of the directory. */
function readBuiltPage(directory: string): ReadonlyMap<string, BuiltFile> {
  const files = new Map<string, BuiltFile>();
  for (const entry of listFiles(directory)) {
    const type = types[path.extname(entry)] ?? "application/octet-stream";
    const address = `/${entry.split(path.sep).join("/")}`;
    const content = readFileSync(path.join(directory, entry));
    const tag = `"${createHash("sha256").update(content).digest("base64url").slice(0, 27)}"`;
    files.set(address, { address, type, content, tag });
  }
  return files;
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

const notBuilt = (): Reply => text(notBuiltPage, 503, html);

const plainPage = (title: string, sentence: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>` +
  `<body><h1>${title}</h1><p>${sentence}</p></body></html>`;
const notBuiltPage = plainPage(
  "The page is not built yet",
  "The server runs and answers its API, but apps/web/dist is missing. Run <code>npm run build</code> and start it again.",
);
const errorPage = plainPage(
  "Khoj - Service Temporarily Unavailable",
  'Something went wrong on the server. Its log says what. <a href="/">Try again</a>.',
);

const manifest = {
  name: "Khoj",
  short_name: "Khoj",
  description: "Search your notes and get answers that cite them",
  display: "standalone",
  start_url: "/",
  icons: [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml" }],
};
