import { Validator } from '@seriousme/openapi-schema-validator';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customerPath } from '../../src/contract/segmentation/customer-segmentation.ts';
import { bearerRfmPath, ordersPaths } from '../../src/contract/orders/orders.ts';
import { libraryPaths } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { purchasingPath, testApp } from '../support/app.ts';
import { served as servedApp } from '../support/served.ts';
import { segmentOptions } from '@clientele/engine';

let app: FastifyInstance;
interface Document {
  openapi: string;
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>;
}
interface Schema {
  properties: Record<string, Record<string, unknown>>;
}
let document: Document;
beforeAll(async () => {
  app = await testApp();
  document = (await app.inject('/openapi.json')).json();
});
afterAll(() => app.close());

test('the document is valid OpenAPI 3.1', async () => {
  expect(document.openapi).toBe('3.1.0');
  const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test('so is that of a service with a store, with every route that needs one', async () => {
  const whole = await servedApp();
  const body: Document = (await whole.app.inject('/openapi.json')).json();
  await whole.close();
  const { errors } = await new Validator().validate(structuredClone(body) as never);
  expect(errors).toBeUndefined();
  const paths = Object.keys(body.paths);
  expect(paths).toEqual(expect.arrayContaining(['/api/v1/runs/{run}/labels', '/admin/tenants']));
});

test('what is documented is what is served', async () => {
  const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented.toSorted()).toEqual(
    [
      'GET /health',
      'GET /health/live',
      'GET /health/ready',
      'GET /health/startup',
      'GET /openapi.json',
      `POST ${bearerRfmPath}`,
      `POST ${customerPath}`,
      ...Object.values(ordersPaths).map((path) => `POST ${path}`),
      `POST ${purchasingPath}`,
    ].toSorted(),
  );
  const served = routesOf(app.printRoutes({ commonPrefix: false }))
    // Other spellings of an address, and the pages of the reference, are not documented themselves.
    .filter(
      (route) =>
        !/ \/docs|-(?:segmentation|features|rfm|loyalty)$/.test(route) &&
        !libraryPaths.some((path) => route.endsWith(` ${path}`)),
    );
  expect(served.toSorted()).toEqual(documented.toSorted());
});

/** "METHOD /path" of every route, from Fastify's printed tree; HEAD comes with every GET. */
function routesOf(tree: string): string[] {
  const path: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent, part, methods] = /^([│ ]*)[├└]── (\S+) \((.*)\)$/.exec(line) ?? [];
    if (indent === undefined || part === undefined || methods === undefined) return [];
    path.splice(indent.length / 4, path.length, part);
    return methods
      .split(', ')
      .filter((method) => method !== 'HEAD')
      .map((method) => `${method} ${path.join('')}`);
  });
}

test('limits in the document are the engine’s where they coincide', () => {
  const { schema } = document.paths[purchasingPath]['post'].requestBody!.content['application/json'];
  const { max_clusters, dbscan_eps, dbscan_min_samples } = schema.properties;
  expect(max_clusters).toMatchObject({ ...segmentOptions.properties.maxClusters });
  expect(dbscan_eps).toMatchObject({ exclusiveMinimum: 0, maximum: 1, default: 0.4 });
  expect(dbscan_min_samples).toMatchObject({ minimum: 3, default: 5 });
});

test('the reference can be browsed', async () => {
  const page = await app.inject('/docs/');
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
});
