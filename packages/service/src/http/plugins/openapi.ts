import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { documentHead } from '../../contract/openapi.ts';
import { mark } from '../../report/figures/verdict.ts';

/** The mark in white, for the dark bar of the reference. */
const logo = mark().markup.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" fill="#fff" ');

/** The OpenAPI document from the routes' schemas, and the reference to browse at /docs. Call it before routes are added. */
export async function documentRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, { openapi: documentHead });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    logo: { type: 'image/svg+xml', content: logo, href: '/docs', target: '_self' },
    theme: { title: 'Clientele: the reference' },
  });
}
