/** What one side sends and the other reads as it comes. A reader who leaves is not waited for: the sender goes on. */
export interface EventChannel<Item> extends AsyncIterable<Item> {
  send(item: Item): void;
  end(): void;
}

export function openEventChannel<Item>(): EventChannel<Item> {
  let waiting: Item[] = [];
  let open = true;
  let reading = true;
  let wake: () => void = () => {};
  return {
    send(item) {
      if (reading) waiting.push(item);
      wake();
    },
    end() {
      open = false;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          const items = waiting;
          waiting = [];
          yield* items;
          if (waiting.length > 0) continue;
          if (!open) return;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      } finally {
        reading = false;
        waiting = [];
      }
    },
  };
}
