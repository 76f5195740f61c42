/** The end of a server: a signal, or an error nobody caught. */
export interface StopSignals {
  /** Resolves once with the exit code the end asks for. */
  readonly stopped: Promise<number>;
  /** Gives the signals back. */
  dispose(): void;
}

/** The first Ctrl-C stops in order; a second one does not wait. */
export function listenForStop(onForced: () => void, onCrash: (error: unknown) => void): StopSignals {
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  let asked = false;
  let end: (code: number) => void;
  const stopped = new Promise<number>((resolve) => {
    end = resolve;
  });
  const onSignal = () => {
    if (asked) onForced();
    asked = true;
    end(0);
  };
  const onError = (error: unknown) => {
    onCrash(error);
    asked = true;
    end(1);
  };
  for (const name of names) process.on(name, onSignal);
  process.on("uncaughtException", onError);
  process.on("unhandledRejection", onError);
  return {
    stopped,
    dispose: () => {
      for (const name of names) process.off(name, onSignal);
      process.off("uncaughtException", onError);
      process.off("unhandledRejection", onError);
    },
  };
}
