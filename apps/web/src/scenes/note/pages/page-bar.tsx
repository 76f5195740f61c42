import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import { Button, IconButton } from "../../../ui/button.tsx";

export interface PageBarProps {
  readonly page: number;
  readonly pages: number | undefined;
  readonly zoom: number;
  readonly onPage: (page: number) => void;
  readonly onZoom: (by: 1 | -1) => void;
  readonly onText: () => void;
}

/** From page to page, nearer and farther. */
export function PageBar({ page, pages, zoom, onPage, onZoom, onText }: PageBarProps) {
  const [typed, setTyped] = useState(String(page));
  useEffect(() => setTyped(String(page)), [page]);
  const go = (event: FormEvent): void => {
    event.preventDefault();
    const number = Number(typed);
    if (Number.isSafeInteger(number)) onPage(number);
    setTyped(String(page));
  };
  return (
    <div className="flex min-h-11 items-center justify-between gap-2 border-b border-line px-2 text-[0.88rem] text-ink-soft lg:px-4">
      {pages === 1 ? (
        <span />
      ) : (
        <form className="flex items-center gap-1" onSubmit={go}>
          <IconButton label="Previous page" disabled={page <= 1} onClick={() => onPage(page - 1)}>
            <ChevronLeft />
          </IconButton>
          <input
            aria-label="Page"
            inputMode="numeric"
            className="field w-14 text-center tabular-nums"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onFocus={(event) => event.target.select()}
          />
          <span className="whitespace-nowrap tabular-nums">of {pages ?? "…"}</span>
          <IconButton
            label="Next page"
            disabled={pages !== undefined && page >= pages}
            onClick={() => onPage(page + 1)}
          >
            <ChevronRight />
          </IconButton>
        </form>
      )}
      <div className="flex items-center gap-1">
        <Button look="quiet" className="whitespace-nowrap" onClick={onText}>
          As text
        </Button>
        <IconButton label="Farther" disabled={zoom <= (zooms[0] ?? 1)} onClick={() => onZoom(-1)}>
          <ZoomOut />
        </IconButton>
        <output className="w-12 text-center tabular-nums max-sm:sr-only" aria-label="Zoom">
          {Math.round(zoom * 100)} %
        </output>
        <IconButton label="Nearer" disabled={zoom >= (zooms.at(-1) ?? 1)} onClick={() => onZoom(1)}>
          <ZoomIn />
        </IconButton>
      </div>
    </div>
  );
}

/** 1: as wide as the pane. */
export const zooms: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];
