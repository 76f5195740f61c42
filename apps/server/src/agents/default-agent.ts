import { type Agent, type AgentOfConversation, defaultAgent, KhojError, quotingAnswerer } from "@khoj/contract";
import type { Actor } from "../platform/actor.ts";
import type { AgentsDeps } from "./open-agents.ts";

export const khoj: Agent = {
  slug: defaultAgent.slug,
  name: defaultAgent.name,
  persona: defaultAgent.persona,
  creator: null,
  managed_by_admin: true,
  color: defaultAgent.color,
  icon: defaultAgent.icon,
  privacy_level: "public",
  chat_model: quotingAnswerer.name,
  files: [],
  input_tools: [],
  output_modes: [],
};

/** What an agent may be given, by upstream's names; the words say what works. */
export const options = {
  input_tools: {
    general: "Answer without looking anything up. Needs a chat model.",
    online: "Search the web. Not in this version.",
    notes: "Find and quote passages of your notes.",
    webpage: "Read a web page. Not in this version.",
    code: "Run code. Not in this version.",
  },
  output_modes: {
    image: "Draw a picture. Not in this version.",
    diagram: "Draw a diagram. Not in this version.",
  },
};

/** By its slug, in whatever case. */
export function findAgent(slug: string): Agent {
  if (slug.toLowerCase() === khoj.slug) return khoj;
  throw new KhojError("not_found", `There is no agent ${JSON.stringify(slug.slice(0, 100))}`);
}

export async function agentOfConversation(
  deps: AgentsDeps,
  actor: Actor,
  conversationId: string,
): Promise<AgentOfConversation> {
  if (!(await deps.hasConversation(actor, conversationId))) {
    throw new KhojError(
      "not_found",
      `There is no conversation ${JSON.stringify(conversationId.slice(0, 100))} of yours`,
    );
  }
  const { files, ...agent } = khoj;
  return {
    ...agent,
    has_files: files.length > 0,
    is_creator: defaultAgent.is_creator,
    is_hidden: defaultAgent.is_hidden,
  };
}
