import type { FastifyInstance } from 'fastify';
import { healthOperation, readyOperation } from '../../contract/openapi.ts';
import type { Deps } from '../deps.ts';

const json = 'application/json; charset=utf-8';
const ok = '{"status":"ok"}';
const unavailable = '{"status":"unavailable"}';

/**
 * Probes: no credentials, no limits, and no word about tenants or versions. /health and /health/live ask nobody, so they
 * answer while everything else is busy or away; /health/ready says whether to send work, /health/startup whether the start
 * is over.
 */
export function health(app: FastifyInstance, deps: Pick<Deps, 'health'>): void {
  const config = { quiet: true };
  for (const url of ['/health', '/health/live'])
    app.get(url, { config, schema: healthOperation(url) }, async (_request, reply) =>
      reply.header('content-type', json).send(ok),
    );
  app.get('/health/ready', { config, schema: readyOperation('/health/ready') }, async (_request, reply) => {
    reply.header('content-type', json);
    const found = await deps.health?.ready();
    if (!found) return reply.send(ok);
    const { ready, checks } = found;
    return reply.code(ready ? 200 : 503).send(JSON.stringify({ status: ready ? 'ok' : 'unavailable', checks }));
  });
  app.get('/health/startup', { config, schema: readyOperation('/health/startup') }, async (_request, reply) => {
    const started = deps.health?.started() ?? true;
    return reply
      .code(started ? 200 : 503)
      .header('content-type', json)
      .send(started ? ok : unavailable);
  });
}
