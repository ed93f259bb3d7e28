/** Time that requests under way have after a fault that nobody caught. */
const AFTER_FAULT_MS = 5_000;

/** What runs until it is told to end. */
export interface Running {
  readonly log: { fatal(facts: object, text: string): void };
  close(): Promise<void>;
}

/**
 * Resolves after an orderly shutdown; a second signal ends the process at once. A fault that nobody caught leaves the process
 * in a state that nobody knows: it is logged, requests under way get a moment, and the process ends with 1.
 */
export function stopped(running: Running): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(1);
      asked = true;
      running.close().then(resolve, reject);
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
    // Rejections that nobody handles arrive here too.
    process.on('uncaughtException', (error) => {
      running.log.fatal({ err: error }, 'uncaught');
      setTimeout(() => process.exit(1), AFTER_FAULT_MS);
      void running.close().finally(() => process.exit(1));
    });
  });
}
