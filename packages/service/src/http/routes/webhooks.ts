import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { shortened } from '@clientele/engine';
import { Refusal } from '../../contract/errors.ts';
import { MOST_WEBHOOKS, newWebhookRequest, webhookChangeRequest } from '../../contract/webhooks.ts';
import { webhookOperations as operations } from '../../contract/webhooks-openapi.ts';
import { targetFault } from '../../webhooks/target.ts';
import type { Deps, WebhookDeps } from '../deps.ts';
import { guardReading, guardSetting, tenantOf } from '../guard.ts';
import { credentials } from '../plugins/credentials.ts';
import { readMembers } from '../plugins/small-body.ts';
import { shownDelivery, shownNewWebhook, shownWebhook } from '../webhooks-json.ts';
import { found } from './found.ts';
import { byOf } from './rotate.ts';
import { actorOf } from './segment.ts';

const webhooksPath = '/api/v1/webhooks';
const LISTED_DELIVERIES = 50;
/** Of an address that is refused. */
const SHOWN_URL = 200;

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Where a tenant is told of what happened: by its own secret, for here secrets are made. */
export function webhooks(app: FastifyInstance, deps: Deps): void {
  const { webhooks: own } = deps;
  if (!own) return;
  const { store } = own;
  const reading = guardReading(app, credentials(deps));
  const changing = guardSetting(app, credentials(deps));
  const add = (method: RouteOptions['method'], path: string, schema: object, handler: Handler): void =>
    void app.route({ method, url: webhooksPath + path, ...(method === 'GET' ? reading : changing), schema, handler });
  const shown = async (request: FastifyRequest) => found(await store.showWebhook(tenantOf(request), idIn(request)));

  add('GET', '', operations.list, async (request) => ({
    webhooks: found(await store.listWebhooks(tenantOf(request))).map(shownWebhook),
  }));
  add('POST', '', operations.add, async (request, reply) => {
    const wanted = await readMembers(newWebhookRequest, request, reply);
    await requireTarget(wanted.url, own);
    const made = found(await store.addWebhook(tenantOf(request), wanted, byOf(request, actorOf(request))));
    if (made === 'full') throw new Refusal('TOO_MANY_WEBHOOKS', { limit: MOST_WEBHOOKS });
    return reply.code(201).send(shownNewWebhook(made));
  });
  add('GET', '/:webhook', operations.show, async (request) => shownWebhook(await shown(request)));
  add('PATCH', '/:webhook', operations.change, async (request, reply) => {
    const change = await readMembers(webhookChangeRequest, request, reply);
    await shown(request);
    if (change.url !== undefined) await requireTarget(change.url, own);
    const by = byOf(request, actorOf(request));
    return shownWebhook(found(await store.changeWebhook(tenantOf(request), idIn(request), change, by)));
  });
  add('DELETE', '/:webhook', operations.remove, async (request, reply) => {
    found(await store.deleteWebhook(tenantOf(request), idIn(request), byOf(request, actorOf(request))));
    return reply.code(204).send();
  });
  add('POST', '/:webhook/test', operations.test, async (request, reply) => {
    await shown(request);
    const id = await store.testWebhook(tenantOf(request), idIn(request));
    if (id === null) throw new Refusal('WEBHOOK_DISABLED');
    return reply.code(202).send({ delivery_id: id });
  });
  add('GET', '/:webhook/deliveries', operations.deliveries, async (request) => {
    const { id } = await shown(request);
    const deliveries = await store.listDeliveries(tenantOf(request), id, LISTED_DELIVERIES);
    return { deliveries: deliveries.map(shownDelivery) };
  });
}

/** Refuses an address that nothing would be sent to. A password in it is not repeated. */
async function requireTarget(url: string, options: WebhookDeps): Promise<void> {
  const fault = await targetFault(url, options);
  if (fault === null) return;
  const value = shortened(fault === 'credentials' ? new URL(url).origin : url, SHOWN_URL);
  throw new Refusal('WEBHOOK_TARGET', { value, fault }, { path: 'url' });
}

function idIn({ params }: FastifyRequest): string {
  return (params as { webhook: string }).webhook;
}
