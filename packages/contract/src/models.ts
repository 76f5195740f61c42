import { z } from "zod";

export const ChatModelOption = z.object({
  name: z.string(),
  id: z.int(),
  strengths: z.string().nullable(),
  description: z.string().nullable(),
});
export type ChatModelOption = z.output<typeof ChatModelOption>;

/** What answers when no model is set up: it quotes. Chat is never unconfigured (ours.md §4). */
export const quotingAnswerer: ChatModelOption = {
  name: "Quotes from your notes",
  id: 1,
  strengths:
    "Quotes the passages that answer, word for word, and says where they stand. Needs no model and no network.",
  description: null,
};
