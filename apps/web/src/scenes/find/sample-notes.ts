/** The notes of `sample/` as text, by path; loaded only when somebody wants them. */
export const sampleNotes = import.meta.glob<string>("./sample/*", { query: "?raw", import: "default", eager: true });
