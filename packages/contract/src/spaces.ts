import { z } from "zod";

const Moment = z.string();
/** `GET /api/spaces`. */
export const Space = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["personal", "shared"]),
  role: z.enum(["owner", "editor", "reader"]),
  owner: z.string(),
  members: z.int(),
  documents: z.int(),
  made_at: Moment,
});
export type Space = z.output<typeof Space>;
export const Spaces = z.object({ spaces: z.array(Space) });
/** `GET /api/spaces/{id}/members`. */
export const SpaceMember = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  role: z.enum(["owner", "editor", "reader"]),
});
export const SpaceMembers = z.object({ members: z.array(SpaceMember) });
export type SpaceMembers = z.output<typeof SpaceMembers>;

/** `POST /api/spaces`, and `PATCH /api/spaces/{id}`. */
export const SpaceName = z.object({ name: z.string().trim().min(1).max(100) });
/** `user` is a person's id or mail address. */
export const MemberParams = z.object({ id: z.uuid(), user: z.string().min(1).max(320) });
export const SetMember = z.object({ role: z.enum(["owner", "editor", "reader"]) });

/** `POST /api/spaces/move` and `/api/spaces/copy`: one outcome for each name. */
export const TransferFiles = z.object({
  file_names: z.array(z.string()).min(1).max(1000),
  from: z.uuid(),
  to: z.uuid(),
});
export const TransferOutcome = z.object({
  files: z.array(z.object({ file_name: z.string(), done: z.boolean(), reason: z.string().nullable() })),
});
export type TransferOutcome = z.output<typeof TransferOutcome>;
