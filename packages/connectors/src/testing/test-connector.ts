import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Change, Connector, Item } from "../connector.ts";

/** A source a test can change from outside. Names are those below the source's root. */
export interface SourceDriver<Options> {
  readonly options: Options;
  /** The name the connector gives to what stands at `relativeName`. */
  nameOf(relativeName: string): string;
  write(relativeName: string, text: string): Promise<void>;
  remove(relativeName: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  close(): Promise<void>;
}

/** What every connector must do, whatever its source. */
export function testConnector<Options>(
  connector: Connector<Options>,
  open: () => Promise<SourceDriver<Options>>,
): void {
  describe(`${connector.name} as a connector`, () => {
    let source: SourceDriver<Options>;
    beforeEach(async () => {
      source = await open();
    });
    afterEach(() => source.close());
    const readOnce = () =>
      collect(connector.read(connector.options.parse(source.options), { signal: neverAborts(), follow: false }));

    it("names everything there is, then says that it is complete", async () => {
      await source.write("a.md", "one");
      await source.write("deep/er/b.md", "two");
      const changes = await readOnce();
      expect(namesOf(changes).sort()).toEqual([source.nameOf("a.md"), source.nameOf("deep/er/b.md")].sort());
      expect(changes.at(-1)).toEqual({ kind: "complete" });
    });

    it("gives the bytes as they are", async () => {
      await source.write("a.md", "naïve 🏮\n");
      const [item] = (await readOnce()).flatMap((change) => (change.kind === "item" ? [change.item] : []));
      expect(item && (await textOf(item))).toBe("naïve 🏮\n");
    });

    it("is complete also when it is empty", async () => {
      expect(await readOnce()).toEqual([{ kind: "complete" }]);
    });

    it("tells of what is new, changed, renamed and removed", async () => {
      await source.write("old.md", "old");
      const live = follow(connector, source.options);
      await live.until((change) => change.kind === "following");
      await source.write("new.md", "new");
      await live.until((change) => isItem(change, source.nameOf("new.md")));
      await source.write("new.md", "changed text");
      await live.until((change) => isItem(change, source.nameOf("new.md")));
      await source.rename("new.md", "other.md");
      await live.until((change) => isItem(change, source.nameOf("other.md")));
      await live.until((change) => change.kind === "gone" && change.name === source.nameOf("new.md"));
      await source.remove("old.md");
      await live.until((change) => change.kind === "gone" && change.name === source.nameOf("old.md"));
      await live.stop();
    });

    it("ends promptly when it is told to", async () => {
      await source.write("a.md", "one");
      const live = follow(connector, source.options);
      await live.until((change) => change.kind === "following");
      await live.stop();
    });
  });
}

const neverAborts = (): AbortSignal => new AbortController().signal;

export async function collect(changes: AsyncIterable<Change>): Promise<Change[]> {
  const all: Change[] = [];
  for await (const change of changes) all.push(change);
  return all;
}

export const namesOf = (changes: readonly Change[]): string[] =>
  changes.flatMap((change) => (change.kind === "item" ? [change.item.name] : []));

export const isItem = (change: Change, name: string): boolean => change.kind === "item" && change.item.name === name;

export async function textOf(item: Item): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of item.content()) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

export interface Live {
  /** Everything told so far. */
  readonly changes: readonly Change[];
  /** Waits for a change that was not waited for before. */
  until(isMeant: (change: Change) => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Follows a source in the background. */
export function follow<Options>(connector: Connector<Options>, options: Options): Live {
  const stopping = new AbortController();
  const changes: Change[] = [];
  const met = new Set<Change>();
  let wake: () => void = () => {};
  const running = (async () => {
    const read = connector.read(connector.options.parse(options), { signal: stopping.signal, follow: true });
    for await (const change of read) {
      changes.push(change);
      wake();
    }
  })();
  return {
    changes,
    async until(isMeant) {
      for (;;) {
        const found = changes.find((change) => !met.has(change) && isMeant(change));
        if (found) {
          met.add(found);
          return;
        }
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([woken, running]);
      }
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
