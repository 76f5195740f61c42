import { z } from "zod";

/** One request of the conformance kit's probe, and what a server answered (../../../shared/contract/golden/README.md). */
const Step = z.object({
  id: z.string(),
  section: z.string(),
  /** Absent of what the kit notes without asking. */
  request: z.string().optional(),
  status: z.number(),
  headers: z.record(z.string(), z.unknown()).default({}),
  body: z.unknown().optional(),
  seen: z.unknown().optional(),
  /** The answer ended before it was whole. */
  cut: z.boolean().default(false),
  /** WebSockets: the code it was closed with, and the frames that came. */
  close: z.unknown().optional(),
  frames: z.unknown().optional(),
});
export type Step = z.output<typeof Step>;

export const Recording = z.object({ steps: z.array(Step) });
export type Recording = z.output<typeof Recording>;
