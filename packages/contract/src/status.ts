import { z } from "zod";

/** What one part of the server says of itself: facts by name, in words a person reads. */
export const StatusPart = z.object({
  name: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** What is not as it should be or weaker than it could be, each with what to do. */
  warnings: z.array(z.string()),
});
export type StatusPart = z.output<typeof StatusPart>;

/** `GET /api/status`: what `khoj status` and the settings page show. */
export const InstanceStatus = z.object({
  version: z.string(),
  mode: z.enum(["anonymous", "sign-in"]),
  addresses: z.array(z.string()),
  data_directory: z.string(),
  started_at: z.string(),
  pid: z.int(),
  node: z.string(),
  memory_mb: z.int(),
  parts: z.array(StatusPart),
});
export type InstanceStatus = z.output<typeof InstanceStatus>;
