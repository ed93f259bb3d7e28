import type { FastifyInstance } from 'fastify';
import { documentOperation } from '../../contract/openapi.ts';

/** The OpenAPI document, made from the schemas that the service checks with. */
export function reference(app: FastifyInstance): void {
  app.get('/openapi.json', { schema: documentOperation }, async (_request, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  );
}
