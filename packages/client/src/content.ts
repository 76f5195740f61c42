import type {
  Exclusion,
  FileState,
  FileStatus,
  FileType,
  IndexingProgress,
  PageLayout,
  SearchType,
} from "@khoj/contract";
import type { FileText } from "./answers.ts";
import { address, ask, type Connection, type RequestOptions, send } from "./connection.ts";

export interface StatusQuery {
  readonly state?: FileState | undefined;
  /** Part of a file's name. */
  readonly name?: string | undefined;
  readonly page?: number;
  readonly space?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface InSpace {
  /** The space a file is in; one's own (to read: any) when absent. */
  readonly space?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ContentClient {
  status(query?: StatusQuery): Promise<FileStatus>;
  /** The kinds of file that are there to be searched. */
  types(options?: InSpace): Promise<readonly FileType[]>;
  text(fileName: string, options?: InSpace): Promise<FileText>;
  /** Answers how many were deleted. A watched file stays on disk and gets an exclusion. */
  remove(fileNames: readonly string[], options?: InSpace): Promise<number>;
  /** The address of a kept original (PDF, picture), for a link or an image; with a page, of that page as a picture. */
  originalAddress(fileName: string, options?: { readonly page?: number; readonly space?: string | undefined }): string;
  /** Where the words of one page of a PDF, or of a picture, stand on it. */
  page(fileName: string, page: number, options?: InSpace): Promise<PageLayout>;
  /** How far text and meaning have come, apart. */
  progress(signal?: AbortSignal): Promise<IndexingProgress>;
  ignoreRules(signal?: AbortSignal): Promise<string>;
  saveIgnoreRules(rules: string): Promise<void>;
  exclusions(signal?: AbortSignal): Promise<readonly Exclusion[]>;
  removeExclusion(exclusion: Exclusion): Promise<void>;
}

export function contentClient(connection: Connection): ContentClient {
  const get = <Answer>(path: string, options: RequestOptions = {}) => ask<Answer>(connection, path, options);
  return {
    status: ({ state, name, page, space, signal } = {}) =>
      get("/api/content/status", { query: { state, q: name === "" ? undefined : name, page, space }, signal }),
    types: async ({ space, signal } = {}) =>
      (await get<readonly SearchType[]>("/api/content/types", { query: { space }, signal })).filter(isFileType),
    text: (fileName, { space, signal } = {}) =>
      get("/api/content/file", { query: { file_name: fileName, space }, signal }),
    async remove(fileNames, { space, signal } = {}) {
      const { deleted_count } = await get<{ deleted_count: number }>("/api/content/files", {
        method: "DELETE",
        query: { space },
        json: { files: fileNames },
        signal,
      });
      return deleted_count;
    },
    originalAddress: (fileName, { page, space } = {}) =>
      address(connection, "/api/content/original", { file_name: fileName, page, space }),
    page: (fileName, page, { space, signal } = {}) =>
      get("/api/content/page", { query: { file_name: fileName, page, space }, signal }),
    progress: (signal) => get("/api/content/progress", { signal }),
    ignoreRules: async (signal) => (await get<{ rules: string }>("/api/content/ignore", { signal })).rules,
    async saveIgnoreRules(rules) {
      await send(connection, "/api/content/ignore", { method: "PUT", json: { rules } });
    },
    exclusions: async (signal) =>
      (await get<{ items: readonly Exclusion[] }>("/api/content/exclusions", { signal })).items,
    async removeExclusion({ id }) {
      await send(connection, `/api/content/exclusions/${encodeURIComponent(id)}`, { method: "DELETE" });
    },
  };
}

const isFileType = (type: SearchType): type is FileType => type !== "all";
