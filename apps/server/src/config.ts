/** Everything an instance was told at its start: flags first, then variables, then defaults. Read once, never changed. */
export interface Config {
  /** Nobody signs in: the one person at this computer. */
  readonly anonymous: boolean;
  readonly dataDirectory: string;
  /** The longest file taken, in bytes. */
  readonly maxFileBytes: number;
  readonly version: string;
}
