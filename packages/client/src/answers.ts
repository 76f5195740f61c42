import type { ChatHistory, FileState, SearchResult } from "@khoj/contract";

/** One passage found: the contract's search result. */
export type Hit = SearchResult;

export interface SearchAnswer {
  readonly hits: readonly Hit[];
  /** Why meaning took no part, in the server's words. */
  readonly degraded: string | undefined;
}

export type Conversation = ChatHistory["response"];

export interface FileItem {
  readonly file_name: string;
  readonly state: FileState;
  readonly reason: string | null;
  readonly chunks: number;
  readonly vectors: number;
  readonly bytes: number;
  readonly updated_at: string;
  readonly source: string;
}

export interface FileStatus {
  readonly items: readonly FileItem[];
  readonly counts: Readonly<Partial<Record<FileState, number>>>;
}

export interface FileText {
  readonly file_name: string;
  readonly raw_text: string;
}

export interface ChatModel {
  readonly id: number;
  readonly name: string;
  readonly description?: string | null;
}

export interface Person {
  readonly email: string;
  readonly username: string;
  readonly has_documents: boolean;
  readonly khoj_version: string;
}

export interface Settings {
  readonly username: string;
  readonly has_documents: boolean;
  readonly khoj_version: string;
  readonly anonymous_mode: boolean;
  readonly given_name: string | null;
  readonly chat_model_options: readonly ChatModel[];
  readonly selected_chat_model_config: number | null;
}
