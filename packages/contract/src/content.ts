/** How widely a note may travel. Every document has one from its first row; its chunks inherit it. */
export const classifications = ["public", "internal", "confidential", "secret"] as const;
export type Classification = (typeof classifications)[number];

/** The states of a file on the status page (ours.md §2). */
export const fileStates = ["queued", "indexed", "partly", "skipped", "excluded", "failed"] as const;
export type FileState = (typeof fileStates)[number];

/** The types of upstream's search filter `t`. Text of every other kind (HTML, CSV, code, …) is `plaintext`. */
export const searchTypes = ["all", "org", "markdown", "image", "pdf", "github", "notion", "plaintext", "docx"] as const;
export type SearchType = (typeof searchTypes)[number];
export type FileType = Exclude<SearchType, "all">;
