import type { Folder } from "@khoj/contract";
import { useQueryClient } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Pause, Play, Trash2 } from "lucide-react";
import { useState } from "react";
import { khoj } from "../../khoj.ts";
import { timeZone } from "../../time-zone.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { baseName } from "../../ui/file-name.ts";
import { Moment } from "../../ui/moment.tsx";
import { later } from "../../ui/undo.ts";
import { VanishedQuestion } from "./vanished-question.tsx";

const stateWords: Readonly<Record<Folder["state"], string>> = {
  scanning: "Reading",
  watching: "In step",
  polling: "In step, looked at again and again",
  paused: "Paused",
  asking: "Waiting for your answer",
  failed: "Failed",
};

/** One watched folder: how it is, how far, and what can be done. */
export function FolderCard({ folder }: { readonly folder: Folder }) {
  const { id, path, state, reason, files, vanished, last_change_at } = folder;
  const queries = useQueryClient();
  const { run, busy, problem } = useFolderStep();
  const remove = (): void =>
    later(`${baseName(path)} is not watched any more; its notes leave the index`, [`folder:${id}`], async () => {
      await khoj.folders.remove(id);
      await queries.invalidateQueries();
    });
  return (
    <article aria-label={path} className="rounded-2xl border border-line bg-surface px-4 py-3.5 lg:px-5">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="line-clamp-2 font-semibold break-all" title={path}>
            <bdi>{path}</bdi>
          </h2>
          <p className="flex flex-wrap gap-x-3 text-[0.92rem] text-ink-soft">
            <span className={clsx(toneOf(state), "font-medium")} role="status">
              {stateWords[state]}
            </span>
            <span className="tabular-nums">
              {state === "scanning"
                ? `${files.done.toLocaleString()} of ${files.seen.toLocaleString()} files`
                : filesOf(files.seen)}
            </span>
            {last_change_at !== null && (
              <span>
                changed <Moment at={last_change_at} zone={timeZone()} />
              </span>
            )}
          </p>
        </div>
        {(state === "watching" || state === "polling" || state === "scanning") && (
          <Button icon={<Pause aria-hidden />} disabled={busy} onClick={() => run(khoj.folders.pause(id))}>
            Pause
          </Button>
        )}
        {(state === "paused" || state === "failed") && (
          <Button icon={<Play aria-hidden />} disabled={busy} onClick={() => run(khoj.folders.resume(id))}>
            Resume
          </Button>
        )}
        <IconButton label={`Stop watching ${baseName(path)}`} onClick={remove}>
          <Trash2 />
        </IconButton>
      </div>
      {state === "scanning" && (
        <progress
          className="bar mt-2"
          max={Math.max(1, files.seen)}
          value={files.done}
          aria-label={`Reading ${path}`}
        />
      )}
      {state !== "asking" && reason !== null && reason !== "" && (
        <p className={clsx("mt-1.5 text-[0.92rem]", state === "failed" ? "text-danger" : "text-warn")}>{reason}</p>
      )}
      {state === "asking" && (
        <VanishedQuestion
          count={vanished ?? 0}
          reason={reason}
          busy={busy}
          onAnswer={(answer) => run(khoj.folders.resume(id, answer))}
        />
      )}
      {problem !== "" && (
        <p role="alert" className="mt-2 text-danger">
          {problem}
        </p>
      )}
    </article>
  );
}

function useFolderStep() {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const follow = async (step: Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem("");
    try {
      await step;
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    await queries.invalidateQueries({ queryKey: ["folders"] });
    setBusy(false);
  };
  const run = (step: Promise<void>): void => void follow(step);
  return { run, busy, problem };
}

const filesOf = (count: number): string => (count === 1 ? "1 file" : `${count.toLocaleString()} files`);

function toneOf(state: Folder["state"]): string {
  if (state === "failed") return "text-danger";
  if (state === "paused" || state === "asking") return "text-warn";
  return state === "scanning" ? "text-accent" : "text-good";
}
