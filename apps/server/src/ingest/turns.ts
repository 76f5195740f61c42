/** Work done one after the other. Each person has their turn, so that nobody waits for all that another asked for. */
export interface Turns {
  /** Undefined when as much of this person's work waits already as may, or of all together. */
  take<Result>(personId: string, work: () => Promise<Result>): Promise<Result> | undefined;
}

export interface TurnLimits {
  /** Works of one person that are not done yet. */
  readonly ofOne: number;
  readonly ofAll: number;
}

export function openTurns({ ofOne, ofAll }: TurnLimits): Turns {
  // The person whose turn is next stands first.
  const waiting = new Map<string, (() => Promise<void>)[]>();
  const undone = new Map<string, number>();
  let inAll = 0;
  let isWorking = false;

  const next = (): (() => Promise<void>) | undefined => {
    const [first] = waiting;
    if (first === undefined) return undefined;
    const [personId, works] = first;
    const work = works.shift();
    waiting.delete(personId);
    if (works.length > 0) waiting.set(personId, works);
    return work;
  };
  const workOff = async (): Promise<void> => {
    if (isWorking) return;
    isWorking = true;
    for (let work = next(); work !== undefined; work = next()) await work();
    isWorking = false;
  };
  const count = (personId: string, by: 1 | -1): void => {
    const own = (undone.get(personId) ?? 0) + by;
    if (own === 0) undone.delete(personId);
    else undone.set(personId, own);
    inAll += by;
  };

  return {
    take<Result>(personId: string, work: () => Promise<Result>) {
      if (inAll >= ofAll || (undone.get(personId) ?? 0) >= ofOne) return undefined;
      count(personId, 1);
      const { promise, resolve } = Promise.withResolvers<Result>();
      const done = async (): Promise<void> => {
        const result = work().finally(() => count(personId, -1));
        resolve(result);
        await result.catch(() => undefined);
      };
      waiting.set(personId, [...(waiting.get(personId) ?? []), done]);
      void workOff();
      return promise;
    },
  };
}
