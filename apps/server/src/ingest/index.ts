/** Files on their way in: read under limits, cut into chunks, kept in the library. Holds what must stay out. */
export { type FileOutcome, type IncomingFile, UnreadableFile } from "./incoming-file.ts";
export type { IngestAnswer } from "./ingest-files.ts";
export { type IngestOptions, type IngestRoom, openIngest } from "./open-ingest.ts";
