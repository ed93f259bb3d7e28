import type { FastifyInstance } from 'fastify';
import { MOST_OWN_TOKENS, newOwnTokenRequest } from '../../contract/credentials.ts';
import { ownOperations as operations } from '../../contract/credentials-openapi.ts';
import { Refusal } from '../../contract/errors.ts';
import { shownNewToken, shownSecret, shownToken } from '../credentials-json.ts';
import type { Deps } from '../deps.ts';
import { guardReading, guardSetting, tenantOf } from '../guard.ts';
import { credentials } from '../plugins/credentials.ts';
import { readMembers } from '../plugins/small-body.ts';
import { found } from './found.ts';
import { byOf } from './rotate.ts';
import { actorOf } from './segment.ts';

const secretsPath = '/api/v1/secrets';
const tokensPath = '/api/v1/tokens';

/** A tenant's secrets and tokens, by its own secret: a token makes no other, lest it gives itself more than it has. */
export function ownCredentials(app: FastifyInstance, deps: Deps): void {
  const { administration: store } = deps;
  if (!store) return;
  const reading = guardReading(app, credentials(deps));
  const changing = guardSetting(app, credentials(deps));

  app.get(secretsPath, { ...reading, schema: operations.listSecrets }, async (request) => {
    const secrets = found(await store.listSecrets(tenantOf(request)));
    return { secrets: secrets.map((one) => ({ ...shownSecret(one), current: one.keyId === request.keyId })) };
  });
  app.delete(`${secretsPath}/:key`, { ...changing, schema: operations.revokeSecret }, async (request, reply) => {
    const { key } = request.params as { key: string };
    found(await store.revokeSecret(tenantOf(request), key, byOf(request, actorOf(request))));
    return reply.code(204).send();
  });
  app.get(tokensPath, { ...reading, schema: operations.listTokens }, async (request) => ({
    tokens: (await store.listTokens(tenantOf(request))).map(shownToken),
  }));
  app.post(tokensPath, { ...changing, schema: operations.createToken }, async (request, reply) => {
    const { abilities, expires_days: expiresDays, name } = await readMembers(newOwnTokenRequest, request, reply);
    const tenant = tenantOf(request);
    const working = (await store.listTokens(tenant)).filter(({ state }) => state === 'active').length;
    if (working >= MOST_OWN_TOKENS) throw new Refusal('TOO_MANY_TOKENS', { limit: MOST_OWN_TOKENS });
    const made = await store.createToken({ tenant, abilities, expiresDays, name }, byOf(request, actorOf(request)));
    return reply.code(201).send(shownNewToken(found(made)));
  });
  app.delete(`${tokensPath}/:token`, { ...changing, schema: operations.revokeToken }, async (request, reply) => {
    const { token } = request.params as { token: string };
    found(await store.revokeToken(token, byOf(request, actorOf(request)), tenantOf(request)));
    return reply.code(204).send();
  });
}
