import type { FileState, SearchType } from "@khoj/contract";

/** Where a passage stands and why it was found (ours.md §3). Present on search hits and on references of an answer. */
export interface Passage {
  readonly file: string;
  readonly uri?: string | null;
  readonly heading?: string;
  readonly compiled?: string;
  readonly source?: string;
  readonly match?: { readonly via: "words" | "meaning" | "both"; readonly terms: readonly string[] };
  readonly line?: number;
  readonly page?: number | null;
  /** UTF-16 offsets in the text that `files.text` answers; end exclusive. */
  readonly start?: number;
  readonly end?: number;
  readonly also?: readonly string[];
  readonly classification?: string;
  readonly title?: string | null;
  readonly updated_at?: string;
}

export interface Hit {
  readonly entry: string;
  readonly score: number;
  readonly "cross-score": number | null;
  readonly "corpus-id": string;
  readonly additional: Passage;
}

export interface SearchAnswer {
  readonly hits: readonly Hit[];
  /** Why meaning took no part, in the server's words. */
  readonly degraded: string | undefined;
}

export interface Reference extends Passage {
  readonly query?: string;
  readonly checked?: boolean;
}

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

export interface Session {
  readonly conversation_id: string;
  readonly slug: string;
  readonly created: string;
  readonly updated: string;
}

export interface Message {
  readonly by: "you" | "khoj";
  readonly message: string;
  readonly created: string | null;
  readonly turnId: string | null;
  readonly context: readonly Reference[];
}

export interface Conversation {
  readonly conversation_id: string;
  readonly slug: string | null;
  readonly is_owner?: boolean;
  readonly chat?: readonly Message[];
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

export type { FileState, SearchType };
