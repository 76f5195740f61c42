import {
  Agent,
  AgentDraft,
  AgentOfConversation,
  AgentOptions,
  badRequest,
  HiddenAgentDraft,
  KhojError,
} from "@khoj/contract";
import { z } from "zod";
import { del, get, patch, post, type Route } from "../platform/http/route.ts";
import { agentOfConversation, findAgent, khoj, options } from "./default-agent.ts";
import type { AgentsDeps } from "./open-agents.ts";

const errors = "error";
const ConversationId = z.object({ conversation_id: z.string() });
const Slug = z.object({ slug: z.string() });

/** `/conversation`, `/options` and `/hidden` stand before `/{slug}` and are no agents' names. */
export const routes = (deps: AgentsDeps): Route[] => [
  get("/api/agents", { allow: "open", answer: z.array(Agent) }, () => [khoj]),
  get("/api/agents/options", { allow: "open", answer: AgentOptions }, () => options),
  get(
    "/api/agents/conversation",
    { allow: "read", query: ConversationId, answer: AgentOfConversation, errors },
    ({ actor, query }) => agentOfConversation(deps, actor, query.conversation_id),
  ),
  get("/api/agents/:slug", { allow: "open", params: Slug, answer: Agent, errors }, ({ params }) =>
    findAgent(params.slug),
  ),
  post("/api/agents", { allow: "write", body: AgentDraft, errors }, () => {
    throw notYet();
  }),
  patch("/api/agents", { allow: "write", body: AgentDraft, errors }, ({ body }) => {
    if (!body.slug) throw badRequest("Which agent is meant? Send its slug");
    findAgent(body.slug);
    throw notYet();
  }),
  post(
    "/api/agents/hidden",
    { allow: "write", query: ConversationId, body: HiddenAgentDraft, errors },
    async ({ actor, query }) => {
      await agentOfConversation(deps, actor, query.conversation_id);
      throw notYet();
    },
  ),
  patch("/api/agents/hidden", { allow: "write", body: HiddenAgentDraft, errors }, ({ body }) => {
    findAgent(body.slug ?? "");
    throw notYet();
  }),
  del("/api/agents/:slug", { allow: "write", params: Slug, errors }, ({ params }) => {
    findAgent(params.slug);
    throw badRequest("The default agent cannot be deleted; it is what answers");
  }),
];

const notYet = (): KhojError =>
  new KhojError("not_configured", "Agents of your own cannot be made in this version; Khoj itself answers everywhere");
