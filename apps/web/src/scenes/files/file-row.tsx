import type { FileItem } from "@khoj/client";
import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { Trash2 } from "lucide-react";
import { memo } from "react";
import { timeZone } from "../../time-zone.ts";
import { IconButton } from "../../ui/button.tsx";
import { describeBytes } from "../../ui/describe-bytes.ts";
import { baseName, folderOf } from "../../ui/file-name.ts";
import { Moment } from "../../ui/moment.tsx";
import { noNote } from "../note/note-location.ts";
import type { FilesLocation } from "./files-location.ts";
import { stateNames } from "./state-names.ts";

export interface FileRowProps {
  readonly item: FileItem | undefined;
  readonly space: string | undefined;
  /** Two lines a row: name, then folder or reason. */
  readonly narrow: boolean;
  readonly isHidden: boolean;
  readonly isChosen: boolean;
  readonly onChoose: (names: readonly string[], on: boolean) => void;
  readonly onDelete: (names: readonly string[]) => void;
}

/** One file. While its page is on the way its place is kept; while its deletion can be undone it is struck out. */
export const FileRow = memo(function FileRow({
  item,
  space,
  narrow,
  isHidden,
  isChosen,
  onChoose,
  onDelete,
}: FileRowProps) {
  if (item === undefined) return <div className="mx-2 mt-3 h-4 rounded bg-hover" aria-hidden />;
  const { file_name: name, state, reason, bytes, updated_at, source } = item;
  const open: FilesLocation = { ...noNote, open: name, in: space };
  if (isHidden) {
    return (
      <div className="flex h-full items-center px-11 text-ink-faint line-through">
        <span className="truncate">{baseName(name)}</span>
      </div>
    );
  }
  return (
    <div
      className={clsx(
        "group flex h-full items-center gap-2 rounded-lg px-2 hover:bg-hover",
        isChosen && "bg-accent-wash",
      )}
    >
      <input
        type="checkbox"
        aria-label={`Choose ${baseName(name)}`}
        checked={isChosen}
        onChange={(event) => onChoose([name], event.target.checked)}
        className="size-4 shrink-0 accent-accent"
      />
      <Link
        to="."
        search={((previous: FilesLocation) => ({ ...previous, ...open })) as never}
        data-item
        className="flex h-full min-w-0 flex-1 items-center gap-3 px-1"
      >
        <span className="flex min-w-0 flex-1 @2xl:items-baseline @2xl:gap-3 @max-2xl:flex-col">
          <bdi className="truncate text-left @2xl:max-w-[70%] @2xl:shrink-0" title={name}>
            {baseName(name)}
          </bdi>
          <span className="flex min-w-0 items-baseline gap-3 @2xl:flex-1 @2xl:justify-between">
            {(state === "indexed" || !narrow) && (
              <bdi className="min-w-0 truncate text-[0.86rem] text-ink-faint">{folderOf(name)}</bdi>
            )}
            <StateWord state={state} reason={reason} />
          </span>
        </span>
        <span className="w-17 shrink-0 text-right text-[0.86rem] text-ink-faint tabular-nums @max-2xl:hidden">
          {describeBytes(bytes)}
        </span>
        <span
          className="w-27 shrink-0 text-right text-[0.86rem] text-ink-faint tabular-nums @max-2xl:w-auto"
          title={`from ${describeSource(source)}`}
        >
          <Moment at={updated_at} zone={timeZone()} />
        </span>
      </Link>
      <IconButton
        label={`Delete ${baseName(name)}`}
        className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
        onClick={() => onDelete([name])}
      >
        <Trash2 />
      </IconButton>
    </div>
  );
});

function StateWord({ state, reason }: Pick<FileItem, "state" | "reason">) {
  if (state === "indexed") return null;
  return (
    <span
      title={reason ?? undefined}
      className={clsx(
        "min-w-0 truncate text-[0.86rem]",
        state === "failed" ? "text-danger" : state === "queued" ? "text-ink-faint" : "text-warn",
      )}
    >
      {stateNames[state]}
      {reason !== null && reason !== "" && `: ${reason}`}
    </span>
  );
}

const describeSource = (source: string): string => (source.startsWith("folder:") ? "a watched folder" : source);
