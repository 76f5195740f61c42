import { all, type Differences } from "../differences.ts";

const waiting = (ids: readonly string[], status: number): Differences =>
  all(ids, { kind: "waiting", status, why: "no automations yet", ruled: "for the issue that builds automations" });

/** Section 1.5. */
export const automations: Differences = {
  ...waiting(["auto-create", "auto-notz", "auto-dup", "auto-dow7"], 501),
  ...waiting(["auto-list", "auto-noauth"], 200),
  ...waiting(["auto-put", "auto-put-notz"], 403),
  ...waiting(["auto-delete"], 204),
  "auto-badcron": { kind: "defect-mended", status: 400, why: "a malformed time is named", ruled: "do-better.md W-35" },
};
