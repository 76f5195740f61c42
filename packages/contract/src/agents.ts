import { z } from "zod";

/** An agent as the list shows it (wire.md §1.4). */
export const Agent = z.object({
  slug: z.string(),
  name: z.string(),
  persona: z.string(),
  creator: z.string().nullable(),
  managed_by_admin: z.boolean(),
  color: z.string(),
  icon: z.string(),
  privacy_level: z.string(),
  chat_model: z.string().nullable(),
  files: z.array(z.string()),
  input_tools: z.array(z.string()),
  output_modes: z.array(z.string()),
});
export type Agent = z.output<typeof Agent>;

/** The agent of one conversation: without its files' names, with what it is to the one who asks. */
export const AgentOfConversation = Agent.omit({ files: true }).extend({
  has_files: z.boolean(),
  is_creator: z.boolean(),
  is_hidden: z.boolean(),
});
export type AgentOfConversation = z.output<typeof AgentOfConversation>;

export const AgentOptions = z.object({
  input_tools: z.record(z.string(), z.string()),
  output_modes: z.record(z.string(), z.string()),
});

/** Body of `POST` and `PATCH /api/agents`. */
export const AgentDraft = z.object({
  name: z.string(),
  persona: z.string(),
  privacy_level: z.string(),
  icon: z.string(),
  color: z.string(),
  chat_model: z.string().nullable(),
  files: z.array(z.string()).nullish(),
  input_tools: z.array(z.string()).nullish(),
  output_modes: z.array(z.string()).nullish(),
  slug: z.string().nullish(),
  is_hidden: z.boolean().nullish(),
});

/** Body of `POST` and `PATCH /api/agents/hidden`. */
export const HiddenAgentDraft = z.object({
  slug: z.string().nullish(),
  persona: z.string().nullish(),
  chat_model: z.string().nullish(),
  input_tools: z.array(z.string()).nullish(),
  output_modes: z.array(z.string()).nullish(),
});
