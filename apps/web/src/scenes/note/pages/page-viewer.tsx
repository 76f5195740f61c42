import { FileQuestionMark } from "lucide-react";
import { useEffect, useState } from "react";
import { khoj } from "../../../khoj.ts";
import { isWriting } from "../../../shell/keys.ts";
import { Blank } from "../../../ui/blank.tsx";
import { Button } from "../../../ui/button.tsx";
import { baseName } from "../../../ui/file-name.ts";
import type { Range } from "../../../ui/find-words.ts";
import type { Places } from "../use-places.ts";
import { isPicture } from "./is-paged.ts";
import { PageBar, zooms } from "./page-bar.tsx";
import { PagePicture } from "./page-picture.tsx";
import { usePage } from "./use-page.ts";

export interface PageViewerProps {
  readonly fileName: string;
  readonly space: string | undefined;
  /** The text of the whole file, once it is here. */
  readonly text: string | undefined;
  readonly page: number | undefined;
  readonly marks: readonly Range[];
  readonly passage: Range | undefined;
  readonly places: Places;
  readonly onText: () => void;
}

/** A PDF by its pages, or a picture: as it looks, with the passage and the words marked on it. */
export function PageViewer({ fileName, space, text, page: asked, marks, passage, places, onText }: PageViewerProps) {
  const { page, layout, error, turnTo } = usePage(fileName, space, asked, places.target);
  const [zoom, setZoom] = useState<number>(1);
  const step = (by: 1 | -1): void => setZoom((now) => zooms[zooms.indexOf(now) + by] ?? now);
  useViewerKeys({ turnBy: (by) => turnTo(page + by), step, fit: () => setZoom(1) });
  if (error !== null)
    return (
      <Blank icon={<FileQuestionMark aria-hidden />} title="This page cannot be shown">
        <p>{error.message}</p>
        <Button onClick={onText}>Show the text</Button>
      </Blank>
    );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageBar page={page} pages={layout?.pages} zoom={zoom} onPage={turnTo} onZoom={step} onText={onText} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer must reach it to scroll it */}
      <section className="min-h-0 flex-1 overflow-auto overscroll-contain bg-sunken p-3" tabIndex={0} aria-label="Page">
        {layout !== undefined && (
          <>
            <PagePicture
              address={khoj.content.originalAddress(fileName, { page, space })}
              alt={`${isPicture(fileName) ? "Picture" : `Page ${page} of ${layout.pages}`}: ${baseName(fileName)}`}
              layout={layout}
              marks={marks}
              passage={passage}
              current={places.current - 1}
              outlined={isPicture(fileName)}
              zoom={zoom}
            />
            {/* What the picture says, for whoever does not see it. */}
            <p className="sr-only" dir="auto" data-page-text>
              {text?.slice(layout.start, layout.end)}
            </p>
          </>
        )}
      </section>
    </div>
  );
}

interface ViewerKeys {
  readonly turnBy: (by: 1 | -1) => void;
  readonly step: (by: 1 | -1) => void;
  readonly fit: () => void;
}

/** `[` and `]` turn pages, `+`, `-` and `0` zoom: unless the person is writing. */
function useViewerKeys({ turnBy, step, fit }: ViewerKeys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isWriting(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (document.querySelector("dialog[open], [role=menu]") !== null) return;
      if (event.key === "]") turnBy(1);
      else if (event.key === "[") turnBy(-1);
      else if (event.key === "+" || event.key === "=") step(1);
      else if (event.key === "-") step(-1);
      else if (event.key === "0") fit();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [turnBy, step, fit]);
}
