import type { UploadFile } from "@khoj/client";
import { sampleFolder } from "./sample-line.tsx";

/** The sample notes, shipped with the page and uploaded like any others. */
export async function readSample(): Promise<readonly UploadFile[]> {
  const { sampleNotes } = await import("./sample-notes.ts");
  return Object.entries(sampleNotes).map(([path, text]) => ({
    name: sampleFolder + path.slice("./sample/".length),
    content: new Blob([text]),
  }));
}
