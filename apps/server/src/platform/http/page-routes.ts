import { KhojError } from "@khoj/contract";
import { z } from "zod";
import { type BuiltFile, type BuiltPage, plainPage } from "./built-page.ts";
import { get, post, Reply, type Route, type RouteRequest, redirect, text } from "./route.ts";
import { safeNext } from "./safe-next.ts";
import { nothingHere } from "./unknown-path.ts";

/** The page finds its way by itself from any of these; they are upstream's addresses (wire.md §1.12), and four of ours. */
const personalPaths = [
  "/",
  "/search",
  "/chat",
  "/chats",
  "/files",
  "/folders",
  "/settings",
  "/settings/content/github",
  "/set-up",
];
/** Open to everybody: a shared chat is what its link shows, the others hold nothing of a person's themselves. */
const openPaths = ["/agents", "/automations", "/share/chat/:slug"];

/** Which page is answered where and to whom, and everything the pages load. */
export function pageRoutes(built: BuiltPage, { anonymous }: { readonly anonymous: boolean }): Route[] {
  const page = () => built.show("index");
  return [
    ...personalPaths.map((address) => get(address, { allow: "read", toSignIn: true }, page)),
    ...openPaths.map((address) => get(address, { allow: "open" }, page)),
    // One-tap sign-in posts to the root (wire.md §1.12).
    post("/", { allow: "open" }, page),
    get("/home", { allow: "open" }, () => redirect(307, "/")),
    get("/login", { allow: "open", query: LoginQuery }, (request) => goOn(request, anonymous) ?? page()),
    ...(anonymous
      ? []
      : ["/server/admin", "/server/admin/", "/server/admin/*"].map((address) => admin(address, built))),
    get("/server/error", { allow: "open" }, () => text(errorPage, 200, "text/html; charset=utf-8")),
    // Upstream's Android wrapper asks which apps may stand for this site: none of ours.
    get("/.well-known/assetlinks.json", { allow: "open" }, () => []),
    get(
      "/static/khoj.webmanifest",
      { allow: "open" },
      () => new Reply(200, manifest, { "content-type": "application/manifest+json" }),
    ),
    ...built.files.map(fileRoute),
  ];
}

const LoginQuery = z.object({ next: z.string().optional() });

/** Who is there already goes on. In anonymous mode everybody is, and upstream answers 307. */
function goOn(
  { actor, origin, query }: RouteRequest<unknown, z.output<typeof LoginQuery>, unknown>,
  anonymous: boolean,
): Reply | undefined {
  // An open route: nobody signed in is an answer too.
  if ((actor as typeof actor | undefined) === undefined) return undefined;
  return redirect(anonymous ? 307 : 303, `${origin}${safeNext(query.next, origin)}`);
}

/** The administrators' page. Who might be one is told what is missing; for everybody else it is not there. */
const admin = (address: string, built: BuiltPage): Route =>
  get(address, { allow: "open", toSignIn: true }, ({ actor, headers }) => {
    if (actor.rights.has("admin")) return built.show("admin");
    if (actor.adminNeeds !== undefined) return redirect(303, "/set-up");
    if (headers["sec-fetch-mode"] === "navigate") return text(nothingHere, 404, "text/html; charset=utf-8");
    throw new KhojError("not_found", "Not Found");
  });

function fileRoute(file: BuiltFile): Route {
  // Vite names what lies in assets/ by its content, so a browser never needs to ask again.
  const keep = file.address.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
  return get(file.address, { allow: "open" }, ({ headers }) =>
    headers["if-none-match"] === file.tag
      ? new Reply(304, "", { etag: file.tag })
      : new Reply(200, file.content, { "content-type": file.type, "cache-control": keep, etag: file.tag }),
  );
}

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
