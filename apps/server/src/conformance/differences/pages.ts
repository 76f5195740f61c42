import { all, type Differences } from "../differences.ts";

const ours = [
  "page /",
  "page /?v=app",
  "page /search",
  "page /chat",
  "page /chat?conversationId=x",
  "page /settings",
  "page /agents",
  "page /automations",
  "page /share/chat/nope",
  "page-post-root",
];

/** Sections 1.12 and 7.6: what a browser sees. */
export const pages: Differences = {
  ...all(ours, { kind: "by-ruling", status: 200, why: "the page is ours", ruled: "ours.md §4 whose page" }),
  "next-asset": { kind: "by-ruling", why: "our page has no /_next files", ruled: "ours.md §4 whose page" },
  "page /home/": { kind: "defect-mended", status: 307, why: "a slash too many is no 500", ruled: "observed.md D37" },
  "page /.well-known/assetlinks.json": {
    kind: "by-ruling",
    status: 200,
    why: "no Android app may stand for this server, so the list is empty",
    ruled: "wire.md §2.4: upstream's wrapper cannot be pointed here",
  },
  "page /static/khoj.webmanifest": {
    kind: "defect-mended",
    status: 200,
    why: "clients refer to it, so it is there",
    ruled: "wire.md §1.12",
  },
  ...all(["page /server/admin", "page /server/admin/", "page /server/", "admin-login-page", "admin-static"], {
    kind: "by-ruling",
    status: 404,
    why: "no Django: managing is part of our page",
    ruled: "ours.md §4 administrator in anonymous mode",
  }),
  ...all(["admin-login", "admin-index", "admin-user-api", "admin-login-wrong", "admin-login-nocsrf"], {
    kind: "by-ruling",
    why: "the recording was made with an administrator's password",
    ruled: "ours.md §4 administrator in anonymous mode",
  }),
};
