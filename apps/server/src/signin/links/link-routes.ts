import { LinkLook, SignInOutcome, UseCode, UseLink } from "@khoj/contract";
import { z } from "zod";
import { get, post, type Route, redirect } from "../../platform/http/route.ts";
import { requireMethod } from "../method-settings.ts";
import { isFromOwnPage, requireOwnPage } from "../own-page.ts";
import { askForLink, type LinkDeps } from "./ask-for-link.ts";
import { useCode, useCodeByGet } from "./use-code.ts";
import { findLink, lookAtLink, useLink } from "./use-link.ts";

const bodyLimit = 16_384;
const open = { allow: "open", bodyLimit } as const;

/** Links and their codes: asked for, looked at, used. A GET of a link shows the page and spends nothing. */
export const linkRoutes = (deps: LinkDeps): Route[] => [
  post("/auth/magic", { ...open, body: z.object({ email: z.string() }) }, async (request) => {
    await requireMethod(deps, "link");
    return askForLink(deps, request);
  }),
  get("/auth/magic", { allow: "open", query: LinkQuery, page: true }, async (request) => {
    const { token, code, email, next } = request.query;
    if (code !== undefined && email !== undefined && isFromOwnPage(request))
      return useCodeByGet(deps, request, { email, code, next });
    return token === undefined ? undefined : leadDeadLinkAway(deps, token);
  }),
  post(
    "/auth/magic/look",
    { ...open, body: z.object({ token: z.string() }), answer: LinkLook, strict: true },
    (request) => lookAtLink(deps, request),
  ),
  post("/auth/magic/use", { ...open, body: UseLink, answer: SignInOutcome, strict: true }, (request) =>
    useLink(deps, request),
  ),
  post("/auth/magic/code", { ...open, body: UseCode, answer: SignInOutcome, strict: true }, (request) => {
    requireOwnPage(request);
    return useCode(deps, request, request.body);
  }),
];

const LinkQuery = z.object({
  token: z.string().optional(),
  code: z.string().optional(),
  email: z.string().optional(),
  next: z.string().optional(),
});

/** To the login page, which says why in a sentence. */
async function leadDeadLinkAway(deps: LinkDeps, token: string) {
  const link = await findLink(deps, token);
  if (link && !link.spent && !link.expired) return undefined;
  return redirect(303, `/login?reason=${link?.spent ? "link-used" : "link-expired"}`);
}
