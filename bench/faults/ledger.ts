/** What a client was told about each file, to be held against what is there after a fault. */
export interface Ledger {
  /** Every name that ever was sent. */
  names(): readonly string[];
  /** The texts that may rightly be there under this name; undefined among them where the file may be absent. */
  allowed(name: string): ReadonlySet<string | undefined>;
  /** All texts sent under this name before, which must not be found. */
  past(name: string): readonly string[];
  /** Runs a change and writes down whether it was acknowledged: an error leaves open whether it happened. */
  change(wanted: ReadonlyMap<string, string | undefined>, send: () => Promise<boolean>): Promise<boolean>;
  /** What turned out to be there is what counts from now on. */
  settle(name: string, seen: string | undefined): void;
}

export function openLedger(): Ledger {
  const states = new Map<string, Set<string | undefined>>();
  const sent = new Map<string, Set<string>>();
  const allowed = (name: string): Set<string | undefined> => states.get(name) ?? new Set([undefined]);
  return {
    names: () => [...states.keys()],
    allowed,
    past: (name) => [...(sent.get(name) ?? [])].filter((text) => !allowed(name).has(text)),
    async change(wanted, send) {
      for (const [name, text] of wanted) {
        states.set(name, new Set([...allowed(name), text]));
        if (text !== undefined) sent.set(name, new Set([...(sent.get(name) ?? []), text]));
      }
      const isAcknowledged = await send();
      if (isAcknowledged) for (const [name, text] of wanted) states.set(name, new Set([text]));
      return isAcknowledged;
    },
    settle: (name, seen) => void states.set(name, new Set([seen])),
  };
}
