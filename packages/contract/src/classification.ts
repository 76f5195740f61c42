/** How widely a note may travel. Every document has one from its first row; its chunks inherit it. Without zod: parsers need no more than these names. */
export const classifications = ["public", "internal", "confidential", "secret"] as const;
export type Classification = (typeof classifications)[number];
