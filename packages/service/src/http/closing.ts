import type { FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ClosingTimes {
  /** Still serving, while balancers learn from /health/ready that this instance leaves. */
  readonly preStopMs: number;
  /** Time that requests under way have to finish. */
  readonly drainMs: number;
}

/** Connections that are open and idle are told SHUTTING_DOWN when they speak up in this time, instead of being cut. */
const GRACE_MS = 500;
/** Then time for the last answers to go out; after it stalled uploads are cut. */
const LAST_ANSWERS_MS = 1_000;
const SWEEP_MS = 200;

/**
 * Makes `app` close without cutting a request that it has taken: it serves on for a while, stops accepting, tells kept-alive
 * connections to come back, lets requests under way finish, and when the time is up calls `giveUp`, which is to refuse
 * what still computes. Call it before the app listens. The result closes the app, once.
 */
export function calmClosing(
  app: FastifyInstance,
  { preStopMs, drainMs }: ClosingTimes,
  giveUp: () => Promise<void>,
): () => Promise<void> {
  const { server } = app;
  let open = 0;
  let graceOver = false;
  server.on('request', (_request, response) => {
    open++;
    response.once('close', () => open--);
  });
  app.addHook('preClose', async () => {
    graceOver = !server.listening;
    if (graceOver) return;
    // The HTTP server's own close would also cut idle connections, with whatever is on its way on them.
    Server.prototype.close.call(server);
    await Promise.race([once(server, 'close'), sleep(GRACE_MS)]);
    graceOver = true;
  });

  return async (): Promise<void> => {
    if (server.listening) await sleep(preStopMs);
    const late = setTimeout(() => {
      void giveUp().then(() => setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS).unref());
    }, drainMs);
    let quiet = 0;
    // An answer that was going out when closing began leaves its connection kept alive: it is idle a moment later. One that
    // never said a word counts as busy; it is cut when nothing else is going on.
    const sweep = setInterval(() => {
      if (!graceOver) return;
      server.closeIdleConnections();
      quiet = open === 0 ? quiet + SWEEP_MS : 0;
      if (quiet > LAST_ANSWERS_MS) server.closeAllConnections();
    }, SWEEP_MS);
    await app.close();
    clearTimeout(late);
    clearInterval(sweep);
  };
}
