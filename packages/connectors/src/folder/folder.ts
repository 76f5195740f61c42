import path from "node:path";
import { z } from "zod";
import type { Change, Connector } from "../connector.ts";
import { FolderReader } from "./folder-reader.ts";

export const FolderOptions = z.object({
  /** An absolute path. */
  path: z.string().refine((value) => path.isAbsolute(value), "must be an absolute path"),
  /** Milliseconds a file must be quiet before it is read. */
  settle: z.int().min(0).default(300),
  /** Milliseconds between two looks where no events come. */
  pollEvery: z.int().min(50).default(3000),
  /** Do not rely on events. */
  poll: z.boolean().default(false),
});
export type FolderOptions = z.output<typeof FolderOptions>;

/** A folder on this machine. Reads only: no file in it is ever written, renamed or touched. */
export const folder: Connector<FolderOptions> = {
  name: "folder",
  options: FolderOptions as z.ZodType<FolderOptions>,
  read: (options, context): AsyncIterable<Change> => new FolderReader(options, context).changes(),
};
