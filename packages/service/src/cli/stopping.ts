import type { RunningServer } from '../http/server.ts';

/** Time that requests under way have after a fault that nobody caught. */
const AFTER_FAULT_MS = 5_000;

/**
 * Resolves after an orderly shutdown; a second signal ends the process at once. A fault that nobody caught leaves the process
 * in a state that nobody knows: it is logged, requests under way get a moment, and the process ends with 1.
 */
export function stopped(server: RunningServer): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(1);
      asked = true;
      server.close().then(resolve, reject);
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
    // Rejections that nobody handles arrive here too.
    process.on('uncaughtException', (error) => {
      server.log.fatal({ err: error }, 'uncaught');
      setTimeout(() => process.exit(1), AFTER_FAULT_MS);
      void server.close().finally(() => process.exit(1));
    });
  });
}
