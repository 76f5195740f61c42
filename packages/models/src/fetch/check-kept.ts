import { KhojError } from "@khoj/contract";
import type { Kept } from "./keep-pieces.ts";

/** Refuses what is not the file that was meant. */
export function checkKept(kept: Kept, pinned: { bytes: number; sha256: string | undefined }, what: string): void {
  if (pinned.sha256 === undefined || pinned.sha256 === kept.sha256) return;
  const size = kept.bytes === pinned.bytes ? "" : ` and ${kept.bytes} bytes instead of ${pinned.bytes}`;
  throw new KhojError(
    "unavailable",
    `${what} is not the file that was meant: its SHA-256 begins with ${kept.sha256.slice(0, 12)} instead of ${pinned.sha256.slice(0, 12)}${size}`,
  );
}
