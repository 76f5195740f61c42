/** What a folder may not forget, neither at a restart nor when it is looked at anew. */
export interface Remembered {
  readonly paused: boolean;
  /** Files that vanished at once, while nobody has said whether they may go. */
  readonly vanished: number | undefined;
  /** Names gone from disk that a person chose to keep. */
  readonly kept: readonly string[];
}

export const nothingYet: Remembered = { paused: false, vanished: undefined, kept: [] };

/** Holds what one folder remembers and writes it down, one change after the other: the last one said is what stays. */
export class FolderMemory {
  readonly #write: (now: Remembered) => Promise<void>;
  #now: Remembered;
  #writing: Promise<void> = Promise.resolve();

  constructor(before: Remembered, write: (now: Remembered) => Promise<void>) {
    this.#now = before;
    this.#write = write;
  }

  get now(): Remembered {
    return this.#now;
  }

  /** Is done when it is written. */
  change(part: Partial<Remembered>): Promise<void> {
    this.#now = { ...this.#now, ...part };
    const written = this.#writing.then(() => this.#write(this.#now));
    this.#writing = written.catch(() => {});
    return written;
  }
}
