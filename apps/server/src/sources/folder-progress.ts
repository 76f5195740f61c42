import type { Folder } from "@khoj/contract";

/** Where the watching of one folder stands, as people see it. */
export interface FolderProgress {
  state: Folder["state"];
  reason: string | undefined;
  seen: number;
  done: number;
  vanished: number | undefined;
  lastChangeAt: Date | undefined;
}

export const notStarted = (paused: boolean): FolderProgress => ({
  state: paused ? "paused" : "scanning",
  reason: undefined,
  seen: 0,
  done: 0,
  vanished: undefined,
  lastChangeAt: undefined,
});
