import type { FastifyInstance } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import type { Deps } from '../deps.ts';

const RETRY_WHEN_BACK_SECONDS = 5;

/**
 * From the moment a shutdown was asked for answers end their connection, so that callers come back to another instance.
 * Once the app closes, requests on connections that are still open are told to come back, those under way are finished;
 * probes are answered to the end.
 */
export function refuseWhileClosing(app: FastifyInstance, { leaving = () => false }: Pick<Deps, 'leaving'>): void {
  let closing = false;
  const open = new WeakMap<object, number>();
  app.addHook('onRequest', async ({ raw: { socket } }, reply) => {
    open.set(socket, (open.get(socket) ?? 0) + 1);
    reply.raw.once('close', () => open.set(socket, (open.get(socket) ?? 1) - 1));
  });
  app.addHook('preClose', async () => void (closing = true));
  app.addHook('onSend', async ({ raw: { socket } }, reply) => {
    // A pipelined request behind this one has been taken too, and would be cut.
    if ((closing || leaving()) && (open.get(socket) ?? 1) <= 1) reply.header('connection', 'close');
  });
  app.addHook('onRequest', async (request) => {
    if (closing && request.routeOptions.config.quiet !== true)
      throw new Refusal('SHUTTING_DOWN', { retry_after: RETRY_WHEN_BACK_SECONDS });
  });
}
