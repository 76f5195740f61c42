/** How much time reading may take. One for a whole upload: what is spent on one file is not there for the next. */
export interface Effort {
  /** For one file of bytes. */
  readonly milliseconds: number;
  /** For pictures of text, all files together; counted down. */
  readonly ocr: { left: number };
  /** Nothing is read later of what there is no time for now. */
  readonly isLast: boolean;
}

/** While a client waits: a few pictures or scanned pages are read, more of them in the background. */
export const atOnce = (): Effort => ({ milliseconds: 45_000, ocr: { left: 6_000 }, isLast: false });

/** A file that a person attaches to a question: it is not kept, so that it is read now or never. */
export const forAttachment = (): Effort => ({ milliseconds: 30_000, ocr: { left: 20_000 }, isLast: true });

/** When nobody waits: some hundreds of scanned pages. What is still unread then stays so, and is named. */
export const inBackground = (): Effort => ({ milliseconds: 40 * 60_000, ocr: { left: 30 * 60_000 }, isLast: true });
