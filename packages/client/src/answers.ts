import type { ChatHistory, FileStatus, SearchResult } from "@khoj/contract";

/** One passage found: the contract's search result. */
export type Hit = SearchResult;

export interface SearchAnswer {
  readonly hits: readonly Hit[];
  /** Why meaning took no part, in the server's words. */
  readonly degraded: string | undefined;
}

export type Conversation = ChatHistory["response"];
export type FileItem = FileStatus["items"][number];

export interface FileText {
  readonly file_name: string;
  readonly raw_text: string;
}
