/** What a scenario tells: one line for each thing that was done. */
export interface Report {
  /** Runs `see`, which answers what was seen, or throws what is wrong. */
  show(done: string, see: () => Promise<string>): Promise<void>;
  /** Something this machine does not let us do, and why. */
  notRun(what: string, why: string): void;
}

export interface Tally extends Report {
  readonly failed: number;
  readonly shown: number;
}

/** Prints as it goes; a failed line does not stop those after it. */
export function openReport(scenario: string, print: (line: string) => void): Tally {
  let failed = 0;
  let shown = 0;
  return {
    get failed() {
      return failed;
    },
    get shown() {
      return shown;
    },
    async show(done, see) {
      shown += 1;
      const start = performance.now();
      const tell = (verdict: string, seen: string): void =>
        print(`${verdict}  ${scenario}: ${done} → ${seen} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
      try {
        tell("ok    ", await see());
      } catch (error) {
        failed += 1;
        tell("FAILED", explain(error));
      }
    },
    notRun: (what, why) => print(`not run  ${scenario}: ${what}: ${why}`),
  };
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `; ${explain(error.cause)}`;
  return `${error.message}${cause}`;
}
