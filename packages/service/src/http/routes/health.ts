import type { FastifyInstance } from 'fastify';
import { healthOperation } from '../../contract/openapi.ts';

/** Whether the process answers. No credentials, no store, no worker: it answers while one computes. */
export function health(app: FastifyInstance): void {
  for (const url of ['/health', '/health/live'])
    app.get(url, { schema: healthOperation(url) }, async (_request, reply) =>
      reply.header('content-type', 'application/json; charset=utf-8').send('{"status":"ok"}'),
    );
}
