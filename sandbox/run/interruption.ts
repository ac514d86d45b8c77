const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Somebody who wants the run to end: Ctrl+C, a closed terminal, or a runner that stops it. */
export interface Interruption {
  /** Ends what is running. */
  readonly signal: AbortSignal;
  /** The exit code by which a shell tells it; undefined as long as nobody interrupted. */
  readonly code: number | undefined;
  /** Waits for it. */
  readonly come: Promise<void>;
}

/** Listens, from now to the end of the process; a second signal changes nothing, because cleaning up is on its way. */
export function listenForInterruption(on: Pick<NodeJS.EventEmitter, "on"> = process): Interruption {
  const controller = new AbortController();
  let code: number | undefined;
  const come = new Promise<void>((resolve) => {
    for (const [signal, of] of Object.entries(CODES)) {
      on.on(signal, () => {
        code ??= of;
        controller.abort();
        resolve();
      });
    }
  });
  return {
    signal: controller.signal,
    come,
    get code() {
      return code;
    },
  };
}
