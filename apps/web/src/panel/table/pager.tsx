import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "../../ui/button.tsx";
import type { ListPlace } from "./list-location.ts";

export interface PagerProps {
  readonly place: ListPlace;
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  /** What is counted: `user`, `event`. */
  readonly noun: string;
}

export function Pager({ place, page, pages, total, noun }: PagerProps) {
  const go = (to: number) => place.move({ page: to === 1 ? undefined : String(to) });
  return (
    <nav aria-label="Pages" className="flex items-center gap-1 text-[0.9rem] text-ink-soft tabular-nums">
      <span className="mr-2">
        {total.toLocaleString("en-GB")} {total === 1 ? noun : `${noun}s`}
      </span>
      {pages > 1 && (
        <>
          <IconButton label="Previous page" disabled={page <= 1} onClick={() => go(page - 1)}>
            <ChevronLeft />
          </IconButton>
          <span>
            {page} of {pages.toLocaleString("en-GB")}
          </span>
          <IconButton label="Next page" disabled={page >= pages} onClick={() => go(page + 1)}>
            <ChevronRight />
          </IconButton>
        </>
      )}
    </nav>
  );
}
