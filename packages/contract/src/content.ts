import { z } from "zod";
import { queryBool, queryEnum, queryInt } from "./query.ts";

/** The states of a file on the status page (ours.md §2). */
export const fileStates = ["queued", "indexed", "partly", "skipped", "excluded", "failed"] as const;
export type FileState = (typeof fileStates)[number];

/** The types of upstream's search filter `t`. Text of every other kind (HTML, CSV, code, …) is `plaintext`. */
export const searchTypes = ["all", "org", "markdown", "image", "pdf", "github", "notion", "plaintext", "docx"] as const;
export type SearchType = (typeof searchTypes)[number];
export type FileType = Exclude<SearchType, "all">;

/** How a file that is taken in is named in `?client=`: these keep their files apart, every other client is `upload`. */
export const fileClients = ["obsidian", "emacs", "desktop", "web"] as const;

/** The most parts of one upload (ours.md §2). */
export const uploadLimit = 1000;

const space = z.uuid().optional();

/** `PUT` and `PATCH /api/content`. An unknown or empty `t` means all (ours.md §2). */
export const UploadQuery = z.object({
  t: z
    .string()
    .default("all")
    .transform((type): SearchType => searchTypes.find((known) => known === type) ?? "all"),
  client: z.string().default(""),
  space,
});

export const OwnSpaceQuery = z.object({ space, client: z.string().optional() });

export const FilesQuery = z.object({
  truncated: queryBool().default(true),
  page: queryInt({ min: 0 }).default(0),
  space,
});
/** `GET /api/content/files`, ten a page, newest first. */
export const FilesPage = z.object({
  files: z.array(z.object({ file_name: z.string(), raw_text: z.string(), updated_at: z.string() })),
  num_pages: z.int(),
});

export const FileQuery = z.object({ file_name: z.string(), space });
export const FileText = z.object({ id: z.int(), file_name: z.string(), raw_text: z.string() });

export const DeleteFileQuery = z.object({ filename: z.string(), space });
export const DeleteFilesBody = z.object({ files: z.array(z.string()) });
export const FilesDeleted = z.object({ status: z.literal("ok"), deleted_count: z.int() });
export const Done = z.object({ status: z.literal("ok") });

export const ContentTypeParams = z.object({ content_type: queryEnum(searchTypes) });
export const contentSources = ["computer", "github", "notion"] as const;
export const ContentSourceParams = z.object({ content_source: queryEnum(contentSources) });

export const ContentSize = z.object({ indexed_data_size_in_mb: z.int() });

/** `POST /api/content/convert`. */
export const ConvertedFiles = z.array(
  z.object({ name: z.string(), content: z.string(), file_type: z.string(), size: z.int() }),
);

/** `GET /api/content/status`: what became of every file, and why. */
export const FileStatusQuery = z.object({
  state: queryEnum(fileStates).optional(),
  /** Part of a name, any case. */
  q: z.string().optional(),
  page: queryInt({ min: 0 }).default(0),
  space,
});
export const FileStatusItem = z.object({
  file_name: z.string(),
  state: z.enum(fileStates),
  reason: z.string().nullable(),
  chunks: z.int(),
  vectors: z.int(),
  bytes: z.int(),
  updated_at: z.string(),
  /** Who sent it: a client's name, `upload`, or `folder:` and its id. */
  source: z.string(),
});
export const FileStatus = z.object({
  items: z.array(FileStatusItem),
  counts: z.record(z.enum(fileStates), z.int()),
});
export type FileStatus = z.output<typeof FileStatus>;

/** `GET` and `PUT /api/content/ignore`: patterns in the syntax of .gitignore, one a line. */
export const IgnoreList = z.object({ rules: z.string().max(100_000) });

export const Exclusion = z.object({ id: z.uuid(), file_name: z.string(), created_at: z.string() });
export type Exclusion = z.output<typeof Exclusion>;
export const Exclusions = z.object({ items: z.array(Exclusion) });
export const NewExclusion = z.object({ file_name: z.string().min(1).max(1000) });

/** With `page` a PDF answers a picture (PNG) of that page; every other file is the same with it and without. */
export const OriginalQuery = z.object({ file_name: z.string(), page: queryInt({ min: 1 }).optional(), space });

/** A folder of the server's machine whose notes are kept in step. */
export const Folder = z.object({
  id: z.uuid(),
  path: z.string(),
  state: z.enum(["scanning", "watching", "polling", "paused", "asking", "failed"]),
  reason: z.string().nullable(),
  files: z.object({ seen: z.int(), done: z.int() }),
  /** Set while it waits for an answer: how many files vanished at once. */
  vanished: z.int().nullable(),
  last_change_at: z.string().nullable(),
});
export type Folder = z.output<typeof Folder>;
export const Folders = z.object({ folders: z.array(Folder) });
export const NewFolder = z.object({ path: z.string().min(1), space });
/** What to do about files that vanished: let their notes go too, or keep them and look again. */
export const ResumeFolder = z.object({ deletions: z.enum(["accept", "restore"]).optional() });
export const IdParams = z.object({ id: z.uuid() });

/** The settings of connectors that are not built yet: taken when they ask for nothing. */
export const GithubConfig = z.object({
  pat_token: z.string().nullish(),
  "pat-token": z.string().nullish(),
  repos: z.array(z.object({ name: z.string(), owner: z.string(), branch: z.string().default("master") })),
});
export const NotionConfig = z.object({ token: z.string() });

export const PageQuery = z.object({ file_name: z.string(), page: queryInt({ min: 1 }).default(1), space });
/** `GET /api/content/page?file_name=&page=`: one page of a PDF, or a picture, with where its words stand. */
export const PageLayout = z.object({
  page: z.int(),
  pages: z.int(),
  /** In the page's own units; boxes are in the same, from the upper left corner. */
  width: z.number(),
  height: z.number(),
  /** UTF-16 offsets of the page's text in what `/api/content/file` shows. */
  start: z.int(),
  end: z.int(),
  words: z.array(z.tuple([z.int(), z.int(), z.number(), z.number(), z.number(), z.number()])),
});
/** A word: start, end (offsets as above), x, y, width, height. */
export type PageLayout = z.output<typeof PageLayout>;
