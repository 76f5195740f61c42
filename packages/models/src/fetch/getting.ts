export interface Getting {
  /** The folder to put the files into. */
  readonly to: string;
  readonly onProgress?: ((gotBytes: number, ofBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}
