import type { PageLayout } from "@khoj/contract";
import { useEffect, useRef, useState } from "react";
import type { Range } from "../../../ui/find-words.ts";
import { boxesOf } from "./boxes.ts";

export interface PagePictureProps {
  readonly address: string;
  readonly alt: string;
  readonly layout: PageLayout;
  readonly marks: readonly Range[];
  readonly passage: Range | undefined;
  /** Index of the mark one stands on. */
  readonly current: number;
  /** A photograph or a scan, on which a wash of colour would not be seen. */
  readonly outlined: boolean;
  readonly zoom: number;
}

/** The page as it looks, the passage on its own ground, the words marked over it. */
export function PagePicture(props: PagePictureProps) {
  const { address, alt, layout, marks, passage, current, outlined, zoom } = props;
  const [state, setState] = useState<"coming" | "here" | "failed">("coming");
  const overlay = useRef<SVGSVGElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: brought into sight again for each place, page and zoom
  useEffect(() => {
    const place =
      overlay.current?.querySelector("[data-current]") ?? overlay.current?.querySelector("[data-passage-box]");
    void place?.scrollIntoView({ block: "center", inline: "nearest" });
  }, [current, passage, layout, zoom]);
  const onPage = marks
    .map((mark, index) => ({ index, boxes: inPage(layout, mark) ? boxesOf(layout, mark) : [] }))
    .filter(({ boxes }) => boxes.length > 0);
  return (
    <div
      className="relative mx-auto bg-white shadow-[0_2px_14px_-4px_var(--shadow)]"
      style={{ width: `${zoom * 100}%`, aspectRatio: `${layout.width} / ${layout.height}` }}
    >
      {state === "failed" && (
        <p role="alert" className="absolute inset-0 grid place-items-center bg-surface p-6 text-center text-ink-soft">
          The picture of this page could not be made. Its words are under As text.
        </p>
      )}
      <img
        key={address}
        src={address}
        alt={alt}
        draggable={false}
        onLoad={() => setState("here")}
        onError={() => setState("failed")}
        className={state === "failed" ? "hidden" : "block size-full"}
      />
      <svg
        ref={overlay}
        aria-hidden
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        preserveAspectRatio="none"
        className="page-overlay"
        data-outlined={outlined ? "" : undefined}
      >
        {passage !== undefined &&
          boxesOf(layout, passage).map(({ x, y, width, height }) => (
            <rect key={`${x} ${y}`} data-passage-box="" x={x - 2} y={y - 1} width={width + 4} height={height + 2} />
          ))}
        {onPage.flatMap(({ index, boxes }) =>
          boxes.map(({ x, y, width, height }) => (
            <rect
              key={`${index} ${x} ${y}`}
              data-word-box=""
              data-current={index === current ? "" : undefined}
              x={x - 1}
              y={y - 0.5}
              width={width + 2}
              height={height + 1}
              rx={1.5}
            />
          )),
        )}
      </svg>
    </div>
  );
}

const inPage = (layout: PageLayout, { start, end }: Range): boolean => start < layout.end && end > layout.start;
