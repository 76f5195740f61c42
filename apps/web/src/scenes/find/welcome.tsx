import type { FileItem } from "@khoj/client";
import type { FileStatus } from "@khoj/contract";
import { Link } from "@tanstack/react-router";
import { FileText } from "lucide-react";
import { lazy, Suspense } from "react";
import { timeZone } from "../../time-zone.ts";
import { baseName, folderOf } from "../../ui/file-name.ts";
import { Moment } from "../../ui/moment.tsx";
import { noNote } from "../note/note-location.ts";
import type { FindLocation } from "./find-location.ts";
import { SampleLine } from "./sample-line.tsx";

const FirstSteps = lazy(async () => ({ default: (await import("./first-steps.tsx")).FirstSteps }));

export function Welcome({ status }: { readonly status: FileStatus }) {
  const total = Object.values(status.counts).reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    return (
      <Suspense fallback={null}>
        <FirstSteps />
      </Suspense>
    );
  }
  return (
    <section aria-labelledby="recent" className="px-2">
      <SampleLine />
      <h2 id="recent" className="px-2 pt-2 pb-1 text-[0.84rem] font-semibold text-ink-faint">
        Changed last
      </h2>
      <ul>
        {status.items.slice(0, 10).map((item) => (
          <li key={`${item.source}:${item.file_name}`}>
            <Recent item={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Recent({ item }: { readonly item: FileItem }) {
  const folder = folderOf(item.file_name);
  return (
    <Link
      to="."
      search={((previous: FindLocation) => ({ ...previous, ...noNote, open: item.file_name })) as never}
      data-result
      className="flex items-center gap-3 rounded-lg px-2 py-(--row) hover:bg-hover"
    >
      <FileText className="size-4 shrink-0 text-ink-faint" aria-hidden />
      <bdi className="truncate font-medium">{baseName(item.file_name)}</bdi>
      <bdi className="min-w-0 flex-1 truncate text-[0.88rem] text-ink-faint" title={item.file_name}>
        {folder}
      </bdi>
      <Moment at={item.updated_at} zone={timeZone()} className="shrink-0 text-[0.88rem] text-ink-faint tabular-nums" />
    </Link>
  );
}
