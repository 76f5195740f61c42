import { z } from "zod";
import { get, type Route, text } from "../platform/http/route.ts";

/** Features that come later, answering as upstream does where they are not set up (ours.md §4). */
export const notYetRoutes = (): Route[] => [
  get("/api/notion/auth/callback", { allow: "write", query: NotionCallback }, ({ query }) =>
    text(query.code && query.state ? "Invalid state parameter" : "Missing code or state", 400),
  ),
];

const NotionCallback = z.object({ code: z.string().optional(), state: z.string().optional() });
