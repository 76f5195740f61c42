import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

export interface SectionListProps {
  /** Pieces of a long text, in order. */
  readonly sections: readonly { readonly start: number; readonly end: number }[];
  readonly lineCount: (section: { readonly start: number; readonly end: number }) => number;
  /** Must be cheap to call again for the same section: it is called for every one that is shown. */
  readonly render: (index: number) => ReactNode;
  /** Where to scroll to; a new object asks again. */
  readonly target: { readonly offset: number; readonly mark: number } | undefined;
}

/**
 * A long text, of which only what is near the eye is set at first. The place asked for is set before anything else;
 * the rest follows while the browser idles, so that finding in the page finds everything.
 */
export function SectionList({ sections, lineCount, render, target }: SectionListProps) {
  const root = useRef<HTMLDivElement>(null);
  const wantedIndex = target === undefined ? 0 : indexAt(sections, target.offset);
  const [shown, setShown] = useState<ReadonlySet<number>>(() => near(wantedIndex, sections.length));
  useEffect(
    () => setShown((before) => new Set([...before, ...near(wantedIndex, sections.length)])),
    [wantedIndex, sections.length],
  );
  useNearTheEye(root, setShown);
  useIdleSetting(sections.length, wantedIndex, shown, setShown);

  const moved = useReaderMoved(root, target);
  // Sections set above push the place down: until the reader moves, it is brought back each time.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs again for every section that is set
  useLayoutEffect(() => {
    if (target === undefined || root.current === null || moved.current || !shown.has(wantedIndex)) return;
    scrollTo(root.current, target, wantedIndex);
  }, [target, shown, wantedIndex]);

  const heights = useMemo(() => sections.map(lineCount), [sections, lineCount]);
  return (
    <div ref={root}>
      {sections.map(({ start }, index) => (
        <div
          key={start}
          data-section={index}
          style={shown.has(index) ? undefined : { height: `${(heights[index] ?? 1) * 1.65}em` }}
        >
          {shown.has(index) ? render(index) : null}
        </div>
      ))}
    </div>
  );
}

function near(index: number, count: number): ReadonlySet<number> {
  return new Set([index - 1, index, index + 1].filter((candidate) => candidate >= 0 && candidate < count));
}

function indexAt(sections: SectionListProps["sections"], offset: number): number {
  const after = sections.findIndex(({ end }) => end > offset);
  return after === -1 ? Math.max(0, sections.length - 1) : after;
}

/** Whether the reader has scrolled, typed or pointed since the place was asked for. */
function useReaderMoved(root: RefObject<HTMLDivElement | null>, target: unknown): RefObject<boolean> {
  const moved = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each place that is asked for begins anew
  useLayoutEffect(() => {
    moved.current = false;
    const pane = root.current?.closest<HTMLElement>("[data-note-pane]");
    const note = (): void => {
      moved.current = true;
    };
    const signs = ["wheel", "touchmove", "pointerdown", "keydown"] as const;
    for (const sign of signs) pane?.addEventListener(sign, note, { passive: true });
    return () => {
      for (const sign of signs) pane?.removeEventListener(sign, note);
    };
  }, [target]);
  return moved;
}

type SetShown = (change: (before: ReadonlySet<number>) => ReadonlySet<number>) => void;

function useNearTheEye(root: RefObject<HTMLDivElement | null>, setShown: SetShown): void {
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const indexes = entries
          .filter(({ isIntersecting }) => isIntersecting)
          .map(({ target }) => Number((target as HTMLElement).dataset.section));
        if (indexes.length > 0)
          setShown((before) =>
            indexes.every((index) => before.has(index)) ? before : new Set([...before, ...indexes]),
          );
      },
      { root: element.closest("[data-note-pane]"), rootMargin: "1200px 0px" },
    );
    for (const section of element.children) observer.observe(section);
    return () => observer.disconnect();
  }, [root, setShown]);
}

/** Sets one section more whenever the browser has nothing better to do: first onwards, then upwards. */
function useIdleSetting(count: number, from: number, shown: ReadonlySet<number>, setShown: SetShown): void {
  useEffect(() => {
    if (shown.size >= count || count > 400) return;
    const idle = window.requestIdleCallback ?? ((run: () => void) => window.setTimeout(run, 60));
    const cancel = window.cancelIdleCallback ?? window.clearTimeout;
    const handle = idle(() => {
      const next = nextUnset(count, from, shown);
      if (next !== undefined) setShown((before) => new Set([...before, next]));
    });
    return () => cancel(handle);
  }, [count, from, shown, setShown]);
}

function nextUnset(count: number, from: number, shown: ReadonlySet<number>): number | undefined {
  for (let index = from; index < count; index++) if (!shown.has(index)) return index;
  for (let index = from - 1; index >= 0; index--) if (!shown.has(index)) return index;
  return undefined;
}

function scrollTo(root: HTMLElement, target: { readonly mark: number }, section: number): void {
  for (const element of root.querySelectorAll("[data-current]")) element.removeAttribute("data-current");
  const mark = target.mark < 0 ? null : root.querySelector(`[data-mark="${target.mark}"]`);
  const place =
    mark ??
    root.querySelector(`[data-section="${section}"] [data-passage]`) ??
    root.querySelector("[data-passage]") ??
    root.querySelector(`[data-section="${section}"]`);
  mark?.setAttribute("data-current", "");
  place?.scrollIntoView({ block: place.hasAttribute("data-section") ? "start" : "center" });
}
