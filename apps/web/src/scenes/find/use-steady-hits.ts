import type { Hit } from "@khoj/client";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { isSameOrder, keepPlaces } from "./keep-places.ts";

export interface SteadyHits {
  readonly hits: readonly Hit[];
  /** They stand in another order than the best; undefined when they do not. */
  readonly sort: (() => void) | undefined;
}

export interface Asked {
  /** Names the question and where it is asked: another one has another list. */
  readonly asked: string;
  /** What arrived is to this question, not what stands until that comes. */
  readonly isCurrent: boolean;
}

/**
 * Meaning joins after words. While the hand or the eye's place is in the list, what is there stays where it is; else the
 * better order is taken at once.
 */
export function useSteadyHits(
  arrived: readonly Hit[],
  { asked, isCurrent }: Asked,
  list: RefObject<HTMLElement | null>,
): SteadyHits {
  const last = useRef<{ readonly asked: string; readonly hits: readonly Hit[] }>({ asked: "", hits: [] });
  const [sorted, setSorted] = useState<readonly Hit[]>();
  const hits = useMemo(() => {
    const before = last.current;
    const held = before.asked === asked && before.hits.length > 0 && sorted !== arrived && isHeld(list.current);
    return held ? keepPlaces(before.hits, arrived) : arrived;
  }, [arrived, asked, sorted, list]);
  useEffect(() => {
    if (isCurrent) last.current = { asked, hits };
  }, [asked, isCurrent, hits]);
  return { hits, sort: isSameOrder(hits, arrived) ? undefined : () => setSorted(arrived) };
}

function isHeld(list: HTMLElement | null): boolean {
  if (list === null) return false;
  const pane = list.closest("[data-results-pane]");
  return list.matches(":hover") || list.contains(document.activeElement) || (pane !== null && pane.scrollTop > 0);
}
