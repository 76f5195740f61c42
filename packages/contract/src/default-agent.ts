/** The agent every conversation has until there are others (wire.md §3.10). */
export const defaultAgent = {
  slug: "khoj",
  name: "Khoj",
  color: "orange",
  icon: "Lightbulb",
  persona:
    "Answers from the notes of the person who asks, quoting them word for word with citations, and says so when they do not answer.",
  is_creator: false,
  is_hidden: false,
} as const;
