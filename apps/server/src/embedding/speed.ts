/** Passages embedded of late, to say how long the rest takes. */
export interface Speed {
  note(passages: number): void;
  /** Passages a second over the last minute; undefined when there was none. */
  perSecond(): number | undefined;
}

const window = 60_000;

export function openSpeed(now: () => number): Speed {
  const noted: { readonly at: number; readonly passages: number }[] = [];
  return {
    note(passages) {
      noted.push({ at: now(), passages });
      while (noted[0] && noted[0].at < now() - window) noted.shift();
    },
    perSecond() {
      const recent = noted.filter(({ at }) => at >= now() - window);
      const [first] = recent;
      if (first === undefined || recent.length < 2) return undefined;
      // What the first portion holds was made before the time that is counted.
      const passages = recent.slice(1).reduce((sum, one) => sum + one.passages, 0);
      return passages / Math.max(0.001, (now() - first.at) / 1000);
    },
  };
}
