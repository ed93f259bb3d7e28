import type { Store } from '../../src/store/store.ts';
import { by } from './credentials.ts';
import { storedRun, storedTask } from './stored-run.ts';

/** A tenant with one of everything that a tenant can have. What it has besides goes in here with the route that makes it. */
export interface Owner {
  readonly name: string;
  readonly apiId: string;
  /** The secret in use, and its key id. */
  readonly secret: string;
  readonly keyId: string;
  readonly token: string;
  readonly tokenId: string;
  readonly webhookId: string;
  /** Credentials of its own that are over. */
  readonly expiredSecret: string;
  readonly revokedSecret: string;
  readonly revokedToken: string;
  /** A completed run. */
  readonly runId: string;
  /** A task that is over. */
  readonly taskId: string;
}

export async function owner(store: Store, name: string): Promise<Owner> {
  const { apiId, secret: expiredSecret } = await store.createTenant(name);
  const rotate = async (overlapSeconds: number) => {
    const done = await store.rotateSecret(apiId, { overlapSeconds }, by);
    if (done?.kind !== 'rotated') throw new Error(`not rotated: ${done?.kind}`);
    return done;
  };
  const token = async () => {
    const made = await store.createToken({ tenant: apiId, name, abilities: ['*'] }, by);
    if (!made) throw new Error('no such tenant');
    return made;
  };
  const revoked = await rotate(0);
  const { secret, keyId } = await rotate(3600);
  await store.revokeSecret(apiId, revoked.keyId, by);
  const [revokedToken, held] = [await token(), await token()];
  await store.revokeToken(revokedToken.tokenId, by);
  const { id: runId } = await storedRun(store, apiId);
  const hook = await store.addWebhook(apiId, { url: `https://${apiId}.example/` }, by);
  if (hook === null || hook === 'full') throw new Error('no webhook');
  return {
    name,
    apiId,
    runId,
    taskId: await storedTask(store, apiId),
    secret,
    keyId,
    token: held.token,
    tokenId: held.tokenId,
    webhookId: hook.id,
    expiredSecret,
    revokedSecret: revoked.secret,
    revokedToken: revokedToken.token,
  };
}

/** Everything that a tenant has, but for when it was used last. */
export async function belongings(store: Store, { apiId }: Owner): Promise<unknown> {
  const all = {
    tenant: await store.showTenant(apiId),
    tokens: await store.listTokens(apiId),
    runs: await store.listRuns(apiId, {}, { limit: 100 }),
    webhooks: await store.listWebhooks(apiId),
  };
  return JSON.parse(JSON.stringify(all), (key, value: unknown) => (key === 'lastUsedAt' ? null : value));
}
