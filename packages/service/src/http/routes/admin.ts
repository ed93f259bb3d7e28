import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { newTenantRequest, newTokenRequest, rotateRequest } from '../../contract/credentials.ts';
import { adminOperations as operations } from '../../contract/credentials-openapi.ts';
import { shownNewTenant, shownNewToken, shownSecret, shownTenant, shownToken } from '../credentials-json.ts';
import type { Administration, Deps } from '../deps.ts';
import { administrator } from '../plugins/administrator.ts';
import { idempotencyKeyOf } from '../plugins/idempotency.ts';
import { withinQuota } from '../plugins/quota.ts';
import { readMembers, requireSmallBody } from '../plugins/small-body.ts';
import { throttled } from '../plugins/throttle.ts';
import { found } from './found.ts';
import { byOf, rotationAnswer } from './rotate.ts';

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Tenants, secrets and tokens over HTTP. Without an admin secret there is nothing at /admin. */
export function admin(app: FastifyInstance, { administration: store, adminSecret = '' }: Deps): void {
  if (!store || adminSecret.trim() === '') return;
  const onRequest = [
    throttled(app.gates.failures, administrator(adminSecret.trim())),
    withinQuota(app.gates, 'admin', () => 'administrator'),
    requireSmallBody,
  ];
  const add = (method: RouteOptions['method'], path: string, schema: object, handler: Handler): void =>
    void app.route({ method, url: `/admin${path}`, onRequest, schema, handler });
  tenantRoutes(add, store);
  secretRoutes(add, store);
  tokenRoutes(add, store);
}

type Add = (method: RouteOptions['method'], path: string, schema: object, handler: Handler) => void;

function tenantRoutes(add: Add, store: Administration): void {
  const shown = async (request: FastifyRequest) => shownTenant(found(await store.showTenant(param(request, 'tenant'))));
  const switched = (enabled: boolean): Handler => {
    return async (request) => {
      found(await store.setTenantEnabled(param(request, 'tenant'), enabled, byOf(request, 'admin')));
      return shown(request);
    };
  };
  add('GET', '/tenants', operations.listTenants, async () => ({
    tenants: (await store.listTenants()).map(shownTenant),
  }));
  add('POST', '/tenants', operations.createTenant, async (request, reply) => {
    const { name } = await readMembers(newTenantRequest, request, reply);
    const tenant = await store.createTenant(name, undefined, byOf(request, 'admin'));
    return reply.code(201).send(shownNewTenant(tenant));
  });
  add('GET', '/tenants/:tenant', operations.showTenant, shown);
  add('POST', '/tenants/:tenant/disable', operations.disableTenant, switched(false));
  add('POST', '/tenants/:tenant/enable', operations.enableTenant, switched(true));
  add('DELETE', '/tenants/:tenant', operations.deleteTenant, async (request, reply) => {
    found(await store.deleteTenant(param(request, 'tenant'), byOf(request, 'admin')));
    return reply.code(204).send();
  });
}

function secretRoutes(add: Add, store: Administration): void {
  add('GET', '/tenants/:tenant/secrets', operations.listSecrets, async (request) => ({
    secrets: found(await store.listSecrets(param(request, 'tenant'))).map(shownSecret),
  }));
  add('POST', '/tenants/:tenant/secrets/rotate', operations.rotateSecret, async (request, reply) => {
    const { overlap_seconds: overlapSeconds, force } = await readMembers(rotateRequest, request, reply);
    const apiId = param(request, 'tenant');
    const options = { overlapSeconds, force, requestKey: idempotencyKeyOf(request) };
    const done = await store.rotateSecret(apiId, options, byOf(request, 'admin'));
    return reply.code(201).send(rotationAnswer(apiId, done));
  });
  add('DELETE', '/tenants/:tenant/secrets/:key', operations.revokeSecret, async (request, reply) => {
    found(await store.revokeSecret(param(request, 'tenant'), param(request, 'key'), byOf(request, 'admin')));
    return reply.code(204).send();
  });
}

function tokenRoutes(add: Add, store: Administration): void {
  add('GET', '/tokens', operations.listTokens, async ({ query }) => {
    const { tenant } = query as { tenant?: string | string[] };
    const tokens = await store.listTokens(tenant === undefined ? undefined : String(tenant));
    return { tokens: tokens.map(shownToken) };
  });
  add('POST', '/tokens', operations.createToken, async (request, reply) => {
    const { tenant = null, abilities, expires_days, name } = await readMembers(newTokenRequest, request, reply);
    const options = { tenant, abilities, expiresDays: expires_days, name };
    return reply.code(201).send(shownNewToken(found(await store.createToken(options, byOf(request, 'admin')))));
  });
  add('DELETE', '/tokens/:token', operations.revokeToken, async (request, reply) => {
    found(await store.revokeToken(param(request, 'token'), byOf(request, 'admin')));
    return reply.code(204).send();
  });
}

function param({ params }: FastifyRequest, name: string): string {
  return (params as Readonly<Record<string, string>>)[name] ?? '';
}
