import type { UploadFile } from "@khoj/client";
import type { FileState } from "@khoj/contract";
import { useSyncExternalStore } from "react";
import { khoj } from "../../khoj.ts";
import { queryClient } from "../../query-client.ts";

/** One file on its way in. */
export interface Upload {
  readonly name: string;
  readonly bytes: number;
  readonly state: "waiting" | "sending" | "reading" | "done" | "refused";
  /** Between 0 and 1. */
  readonly sent: number;
  /** Why it is not searchable, or not wholly. */
  readonly reason: string;
}

/** Files that go to the same space together. */
interface Batch {
  readonly files: readonly UploadFile[];
  readonly space: string | undefined;
}

const listeners = new Set<() => void>();
let uploads: readonly Upload[] = [];
let running: AbortController | undefined;
let waiting: readonly Batch[] = [];

export const useUploads = (): readonly Upload[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => uploads,
  );

/** How many files are still on their way in. */
export const useUnfinished = (): number => useUploads().filter((upload) => !isFinished(upload)).length;

export const isFinished = ({ state }: Upload): boolean => state === "done" || state === "refused";

/** Adds files to what is being sent. It goes on whatever scene is shown. */
export function addUploads(files: readonly UploadFile[], space?: string): void {
  if (files.length === 0) return;
  const names = new Set(files.map(({ name }) => name));
  uploads = [
    ...files.map(({ name, content }): Upload => ({ name, bytes: content.size, state: "waiting", sent: 0, reason: "" })),
    ...uploads.filter(({ name }) => !names.has(name)),
  ];
  tell();
  waiting = [...waiting, { files, space }];
  if (running === undefined) void sendAll();
}

export function stopUploads(): void {
  waiting = [];
  running?.abort();
  refuseUnfinished("Stopped before it was sent.");
}

export function forgetUploads(): void {
  uploads = uploads.filter((upload) => !isFinished(upload));
  tell();
}

/** Milliseconds after which what is shown of the files is read anew while some come in. */
const between = 1_500;

async function sendAll(): Promise<void> {
  const showing = setInterval(() => {
    for (const key of ["files", "progress"]) void queryClient.invalidateQueries({ queryKey: [key] });
  }, between);
  for (let [batch] = waiting; batch !== undefined; [batch] = waiting) {
    const { files, space } = batch;
    waiting = waiting.slice(1);
    running = new AbortController();
    try {
      await khoj.upload.send(files, {
        signal: running.signal,
        space,
        onFile: (name, outcome) => {
          if (outcome.state === "sending")
            change(name, { state: outcome.sent < 1 ? "sending" : "reading", sent: outcome.sent });
          else if (outcome.state === "saved") change(name, { state: "done", sent: 1 });
          else change(name, { state: "refused", sent: 1, reason: outcome.reason });
        },
      });
      await readReasons(
        files.map(({ name }) => name),
        space,
      );
    } catch (error) {
      refuseUnfinished(error instanceof Error ? error.message : String(error));
    }
    await queryClient.invalidateQueries();
  }
  clearInterval(showing);
  running = undefined;
}

/** The answer of an upload says only that a file was taken; whether it could be read stands in its status. */
async function readReasons(names: readonly string[], space: string | undefined): Promise<void> {
  const wanted = new Set(names);
  const states: readonly FileState[] = ["skipped", "excluded", "failed", "partly"];
  const lists = await Promise.all(states.map((state) => khoj.content.status({ state, space })));
  for (const { file_name: name, state, reason, source } of lists.flatMap(({ items }) => items)) {
    if (!wanted.has(name) || source !== "web") continue;
    change(name, { state: state === "partly" ? "done" : "refused", reason: reason ?? "" });
  }
}

function change(name: string, part: Partial<Upload>): void {
  uploads = uploads.map((upload) => (upload.name === name ? { ...upload, ...part } : upload));
  tell();
}

function refuseUnfinished(reason: string): void {
  uploads = uploads.map((upload) => (isFinished(upload) ? upload : { ...upload, state: "refused", reason }));
  tell();
}

let told = false;
/** Progress comes many times a second for many files: the page hears of it once a frame. */
function tell(): void {
  if (told) return;
  told = true;
  requestAnimationFrame(() => {
    told = false;
    for (const listener of listeners) listener();
  });
}
