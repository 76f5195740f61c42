import { setImmediate as breathe, setTimeout as wait } from "node:timers/promises";

export interface FollowSpacesDeps {
  /** The revision the index has of a space. */
  readonly revision: (spaceId: string) => number;
  /** Takes a bounded page of what came after it; "none" when there was nothing, which is tried again later. */
  readonly pull: (spaceId: string) => Promise<"some" | "none">;
  /** Does a little of what can wait, while nothing is to be pulled; true when nothing of it is left. */
  readonly idle?: () => boolean;
  readonly onTrouble: (failed: Wanted, error: unknown) => void;
  readonly signal: AbortSignal;
}

export interface Wanted {
  readonly spaceId: string;
  readonly revision: number;
}

/** Keeps an index level with the library: pulls what changed, a page at a time, the space first that waits longest. */
export interface Follower {
  /** The space has a commit of this revision: pull until the index has it. */
  advance(spaceId: string, revision: number): void;
  /** Something is waiting to be pulled. */
  isBehind(): boolean;
  /** Runs `work` while the index does not change. */
  whilePaused(work: () => Promise<void>): Promise<void>;
}

const firstRetry = 100;
const longestRetry = 5_000;

export function followSpaces(deps: FollowSpacesDeps): Follower {
  const wanted = new Map<string, number>();
  let isRunning = false;
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  };
  const run = async (): Promise<void> => {
    let failures = 0;
    while (!deps.signal.aborted) {
      const next = nextWanted(deps, wanted);
      if (next === undefined) {
        if (deps.idle?.() ?? true) return;
        await breathe();
        continue;
      }
      const progress = await inTurn(() => deps.pull(next.spaceId)).catch((error: unknown) => {
        deps.onTrouble(next, error);
        return "none" as const;
      });
      failures = progress === "some" ? 0 : failures + 1;
      if (failures > 0) await wait(Math.min(firstRetry * 2 ** (failures - 1), longestRetry), undefined, { ref: false });
    }
  };
  const start = (): void => {
    if (isRunning) return;
    isRunning = true;
    void run().finally(() => {
      isRunning = false;
    });
  };

  return {
    advance(spaceId, revision) {
      if (revision <= deps.revision(spaceId)) return;
      wanted.set(spaceId, Math.max(revision, wanted.get(spaceId) ?? 0));
      start();
    },
    isBehind: () => nextWanted(deps, wanted) !== undefined,
    whilePaused: inTurn,
  };
}

/** The space that was asked for longest ago and is still behind; the others of the map are behind it in the queue. */
function nextWanted({ revision }: FollowSpacesDeps, wanted: Map<string, number>): Wanted | undefined {
  for (const [spaceId, asked] of wanted) {
    wanted.delete(spaceId);
    if (revision(spaceId) >= asked) continue;
    wanted.set(spaceId, asked);
    return { spaceId, revision: asked };
  }
  return undefined;
}

/** What may be said of a failure: nothing of a note. */
export const describeTrouble = (at: Wanted, error: unknown): Readonly<Record<string, unknown>> => ({
  ...at,
  failure: error instanceof Error ? error.name : "unknown",
  ...(error instanceof Error && "code" in error && { code: error.code }),
});
