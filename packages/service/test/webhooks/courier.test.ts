import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startCourier } from '../../src/webhooks/courier.ts';
import { post } from '../../src/webhooks/post.ts';
import { by, discard, type OneTenant, oneTenant } from '../support/credentials.ts';
import { receiver, type Receiver } from '../support/receiver.ts';
import { sqlite } from '../support/stores.ts';

let own: OneTenant;
let server: Receiver;
let answer = 204;
beforeEach(async () => {
  answer = 204;
  own = await oneTenant(sqlite.empty);
  server = await receiver((response) => void response.writeHead(answer).end());
});
afterEach(async () => {
  await server.close();
  await discard(own);
});

const options = { allowPrivate: true, now: Date.now, userAgent: 'Clientele/1' };
const unexpected = (error: unknown): void => {
  throw error;
};

test('what is stored is sent, once, and again after a pause where it failed', async () => {
  const { store, tenant, clock } = own;
  const hook = await store.addWebhook(tenant.apiId, { url: server.url }, by);
  if (hook === null || hook === 'full') throw new Error('not added');
  answer = 500;
  const id = await store.testWebhook(tenant.apiId, hook.id);
  const courier = startCourier(store, (claim) => post(claim, options), unexpected, 5);
  const state = async () => (await store.listDeliveries(tenant.apiId, hook.id, 1))[0];
  await vi.waitFor(async () => expect((await state()).lastStatus).toBe(500));
  answer = 204;
  expect(server.got).toHaveLength(1);
  clock.at += 6_000;
  await vi.waitFor(async () => expect((await state()).state).toBe('delivered'));
  expect(server.got.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
  await courier.stop();
});

test('a stop waits for what is on its way, and takes nothing more', async () => {
  const { store, tenant } = own;
  const hook = await store.addWebhook(tenant.apiId, { url: server.url }, by);
  if (hook === null || hook === 'full') throw new Error('not added');
  await store.testWebhook(tenant.apiId, hook.id);
  let let_go = (): void => undefined;
  const held = new Promise<void>((resolve) => (let_go = resolve));
  let begun = 0;
  const courier = startCourier(
    store,
    async (claim) => {
      begun++;
      await held;
      return post(claim, options);
    },
    unexpected,
    5,
  );
  await vi.waitFor(() => expect(begun).toBe(1));
  const stopped = courier.stop();
  await store.testWebhook(tenant.apiId, hook.id);
  let_go();
  await stopped;
  expect(server.got).toHaveLength(1);
  const states = (await store.listDeliveries(tenant.apiId, hook.id, 2)).map(({ state }) => state);
  expect(states.toSorted()).toEqual(['delivered', 'waiting']);
});

test('a store that is away is told of once, and asked again', async () => {
  const failures: unknown[] = [];
  let away = true;
  let asked = 0;
  const courier = startCourier(
    {
      async claimDeliveries() {
        asked++;
        if (away) throw new Error('away');
        return [];
      },
      settleDelivery: (claim, sent) => own.store.settleDelivery(claim, sent),
    },
    async () => ({ status: 200 }),
    (error) => failures.push(error),
    5,
  );
  await vi.waitFor(() => expect(asked).toBeGreaterThan(3));
  expect(failures).toHaveLength(1);
  away = false;
  const before = asked;
  await vi.waitFor(() => expect(asked).toBeGreaterThan(before + 1));
  await courier.stop();
});
