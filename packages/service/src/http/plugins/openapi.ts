import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { documentHead } from '../../contract/openapi.ts';

/** The OpenAPI document from the routes' schemas, and the reference to browse at /docs. Call it before routes are added. */
export async function documentRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, { openapi: documentHead });
  await app.register(swaggerUi, { routePrefix: '/docs' });
}
