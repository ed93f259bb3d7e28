import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RefusalData } from '../../src/contract/errors.ts';
import type { DeliveryClaim, Sent } from '../../src/store/deliveries.ts';
import { RETRY_SECONDS } from '../../src/store/deliveries.ts';
import { MOST_WAITING } from '../../src/store/events.ts';
import type { NewWebhook } from '../../src/store/webhooks.ts';
import { by, DAY, discard, type OneTenant, oneTenant, openOn } from '../support/credentials.ts';
import { openRows, stores } from '../support/stores.ts';

const url = 'https://shop.example/hooks';
const refusal: RefusalData = { reason: 'JOB_CRASHED', values: {}, issues: [], truncated: false, path: '' };
const figures = { customers: 5, algorithm: 'KMeans', nClusters: 3, verdict: 'weak', summary: '{}' };
const finished = { figures, snapshot: Uint8Array.of(1) };

describe.each(stores)('webhooks on $name', ({ empty }) => {
  let own: OneTenant;
  let other: string;
  beforeEach(async () => {
    own = await oneTenant(empty);
    other = (await own.store.createTenant('B')).apiId;
  });
  afterEach(() => discard(own));

  const added = async (given: Partial<Parameters<OneTenant['store']['addWebhook']>[1]> = {}): Promise<NewWebhook> => {
    const made = await own.store.addWebhook(own.tenant.apiId, { url, ...given }, by);
    if (made === null || made === 'full') throw new Error(String(made));
    return made;
  };
  const completed = (id: string, apiId = own.tenant.apiId) =>
    own.store.saveRun(apiId, {
      id,
      contract: 'purchasing_segmentation',
      actor: 'key 1',
      startedAt: own.clock.at,
      ...finished,
    });
  const due = (): Promise<DeliveryClaim[]> => own.store.claimDeliveries(100);
  const attempted = async (sent: Sent): Promise<string> => {
    const [claim] = await due();
    return own.store.settleDelivery(claim, sent);
  };
  const shown = async (id: string) => (await own.store.listDeliveries(own.tenant.apiId, id, 10))[0];

  test('are listed, changed and deleted by their own tenant only; the secret is told once and stored sealed', async () => {
    const { secret, ...hook } = await added({ events: ['run.failed', 'run.failed'] });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(hook).toMatchObject({ url, events: ['run.failed'], disabledAt: null, failingSince: null });
    const { tenant, store, place } = own;
    expect(await store.listWebhooks(tenant.apiId.toUpperCase())).toEqual([hook]);
    expect(await store.listWebhooks(other)).toEqual([]);
    expect(await store.listWebhooks('nobody')).toBeNull();
    expect(await store.showWebhook(other, hook.id)).toBeNull();
    expect(await store.changeWebhook(other, hook.id, { enabled: false }, by)).toBeNull();
    expect(await store.testWebhook(other, hook.id)).toBeNull();
    expect(await store.deleteWebhook(other, hook.id, by)).toBe(false);
    const changed = await store.changeWebhook(
      tenant.apiId,
      hook.id,
      { url: `${url}/2`, events: ['run.completed'] },
      by,
    );
    expect(changed).toEqual({ ...hook, url: `${url}/2`, events: ['run.completed'] });
    const db = await openRows(place);
    const [row] = await db.selectFrom('webhooks').select('secret').execute();
    await db.destroy();
    expect(row.secret).not.toContain(secret.slice(6, 20));
    expect(await store.deleteWebhook(tenant.apiId, hook.id, by)).toBe(true);
    expect(await store.listWebhooks(tenant.apiId)).toEqual([]);
    const actions = (await store.listAudit(4)).map(({ action, object }) => [action, object]);
    expect(actions.slice(0, 3)).toEqual(['delete', 'change', 'add'].map((what) => [`webhook.${what}`, hook.id]));
  });

  test('are ten at the most', async () => {
    for (let i = 0; i < 10; i++) await added();
    expect(await own.store.addWebhook(own.tenant.apiId, { url }, by)).toBe('full');
    expect(await own.store.addWebhook('nobody', { url }, by)).toBeNull();
  });

  test('hear of runs that are completed or failed, of their own tenant, if they asked to', async () => {
    const all = await added();
    await added({ events: ['secret.expiring'] });
    await completed('run-1');
    await completed('run-2', other);
    const submitted = await own.store.submitRun(own.tenant.apiId, {
      id: 'run-3',
      contract: 'customer_segmentation',
      actor: 'key 1',
      body: [Uint8Array.of(1)],
      fingerprint: 'f',
      mostWaiting: 10,
    });
    const claim = await own.store.claimRun();
    if (!claim || submitted.kind !== 'queued') throw new Error('nothing to claim');
    await own.store.failRun(claim, refusal);
    const claims = await due();
    expect(claims.map(({ webhookId }) => webhookId)).toEqual([all.id, all.id]);
    const payloads = claims.map(({ payload }) => JSON.parse(payload) as { type: string; data: object });
    expect(payloads.toSorted((one, two) => one.type.localeCompare(two.type))).toEqual([
      {
        type: 'run.completed',
        timestamp: '2026-01-31T12:00:00.000Z',
        data: {
          run_id: 'run-1',
          task_id: null,
          contract: 'purchasing_segmentation',
          previous_run_id: null,
          customers: 5,
          algorithm: 'KMeans',
          n_clusters: 3,
          verdict: 'weak',
          finished_at: '2026-01-31T12:00:00.000Z',
        },
      },
      {
        type: 'run.failed',
        timestamp: '2026-01-31T12:00:00.000Z',
        data: {
          run_id: 'run-3',
          task_id: submitted.taskId,
          contract: 'customer_segmentation',
          finished_at: '2026-01-31T12:00:00.000Z',
          error: { code: 'JOB_CRASHED' },
        },
      },
    ]);
    expect(claims[0].secret).toBe(all.secret);
    expect(claims[0].id).toMatch(/^msg_[0-9A-Za-z]{27}$/);
  });

  test('hear of a secret that ends soon, but not of one that was replaced', async () => {
    await added();
    await own.store.rotateSecret(own.tenant.apiId, {}, by);
    own.clock.at += 76 * DAY + 3_600_000;
    await own.store.noticeExpiries();
    const payloads = (await due()).map(({ payload }) => JSON.parse(payload) as object);
    expect(payloads).toEqual([
      expect.objectContaining({
        type: 'secret.expiring',
        data: { key_id: expect.any(String) as string, expires_at: '2026-05-01T12:00:00.000Z', days: 14 },
      }),
    ]);
  });

  test('a message that is being sent is nobody else’s, until its lease has ended', async () => {
    await added();
    await completed('run-1');
    const second = await openOn(own.place, own.clock);
    const [mine, theirs] = await Promise.all([due(), second.claimDeliveries(10)]);
    expect(mine.length + theirs.length).toBe(1);
    own.clock.at += 60_000;
    const [again] = await second.claimDeliveries(10);
    expect(again.attempt).toBe(2);
    // The first, late, has no say any more.
    await own.store.settleDelivery([...mine, ...theirs][0], { status: 500 });
    expect(await second.settleDelivery(again, { status: 200 })).toBe('delivered');
    expect(await shown(again.webhookId)).toMatchObject({ state: 'delivered', attempts: 2, lastStatus: 200 });
    await second.close();
  });

  test('not more than two messages are on their way to one webhook, whatever others wait for', async () => {
    const [first, second] = [await added(), await added()];
    for (let i = 0; i < 5; i++) await completed(`run-${i}`);
    const claims = await own.store.claimDeliveries(8);
    const to = (id: string): number => claims.filter(({ webhookId }) => webhookId === id).length;
    expect([to(first.id), to(second.id)]).toEqual([2, 2]);
  });

  test('a failed message is tried again after pauses of the schedule, ten times in all, then given up', async () => {
    const hook = await added();
    await completed('run-1');
    for (const seconds of RETRY_SECONDS) {
      const before = own.clock.at;
      expect(await attempted({ status: 503 })).toBe('waiting');
      const { nextAt, lastStatus } = await shown(hook.id);
      const pause = (Date.parse(nextAt ?? '') - before) / 1000;
      expect(pause).toBeGreaterThanOrEqual(seconds);
      expect(pause).toBeLessThanOrEqual(seconds * 1.2);
      expect(lastStatus).toBe(503);
      own.clock.at = Date.parse(nextAt ?? '') - 1;
      expect(await due()).toEqual([]);
      own.clock.at += 1;
    }
    expect(await attempted({ error: 'ECONNREFUSED' })).toBe('failed');
    expect(await shown(hook.id)).toMatchObject({
      state: 'failed',
      attempts: 10,
      lastError: 'ECONNREFUSED',
      nextAt: null,
    });
    expect(await own.store.showWebhook(own.tenant.apiId, hook.id)).toMatchObject({ disabledAt: null });
  });

  test('one that answers 410 is disabled at once, and its waiting messages are given up', async () => {
    const hook = await added();
    await completed('run-1');
    await completed('run-2');
    expect(await attempted({ status: 410 })).toBe('failed');
    const { tenant, store } = own;
    expect(await store.showWebhook(tenant.apiId, hook.id)).toMatchObject({ disabledReason: 'gone' });
    expect((await store.listDeliveries(tenant.apiId, hook.id, 10)).map(({ state }) => state)).toEqual([
      'failed',
      'failed',
    ]);
    expect(await store.listAudit(1)).toMatchObject([
      { action: 'webhook.disable', object: hook.id, details: { reason: 'gone' } },
    ]);
    await completed('run-3');
    expect(await store.testWebhook(tenant.apiId, hook.id)).toBeNull();
    own.clock.at += DAY;
    expect(await due()).toEqual([]);
  });

  test('one whose every attempt has failed for five days is disabled; enabled again, it starts afresh', async () => {
    const hook = await added();
    await completed('run-1');
    await attempted({ status: 500 });
    own.clock.at += 5 * DAY;
    const { tenant, store } = own;
    expect(await attempted({ status: 500 })).toBe('failed');
    expect(await store.showWebhook(tenant.apiId, hook.id)).toMatchObject({ disabledReason: 'failing' });
    const again = await store.changeWebhook(tenant.apiId, hook.id, { enabled: true }, by);
    expect(again).toMatchObject({ disabledAt: null, disabledReason: null, failingSince: null });
    await completed('run-2');
    expect(await attempted({ status: 500 })).toBe('waiting');
  });

  test('one success ends a time of failures', async () => {
    const hook = await added();
    await completed('run-1');
    await attempted({ error: 'timeout' });
    own.clock.at += 4 * DAY;
    await attempted({ status: 204 });
    expect(await own.store.showWebhook(own.tenant.apiId, hook.id)).toMatchObject({ failingSince: null });
    await completed('run-2');
    own.clock.at += 2 * DAY;
    expect(await attempted({ status: 500 })).toBe('waiting');
  });

  test(`one with ${MOST_WAITING} messages waiting is disabled`, async () => {
    const hook = await added();
    const db = await openRows(own.place);
    const { tenant_id } = await db.selectFrom('webhooks').select('tenant_id').executeTakeFirstOrThrow();
    const at = new Date(own.clock.at).toISOString();
    const row = { tenant_id, webhook_id: hook.id, event: 'run.completed', payload: '{}', created_at: at, next_at: at };
    for (let from = 0; from < MOST_WAITING; from += 50)
      await db
        .insertInto('deliveries')
        .values(Array.from({ length: 50 }, (_, i) => ({ ...row, id: `msg_${from + i}`, state: 'waiting' as const })))
        .execute();
    await db.destroy();
    await completed('run-1');
    expect(await own.store.showWebhook(own.tenant.apiId, hook.id)).toMatchObject({ disabledReason: 'full' });
  });

  test('messages that ended are removed after their time, waiting ones are not', async () => {
    const hook = await added();
    await completed('run-1');
    await attempted({ status: 200 });
    await completed('run-2');
    expect(await own.store.pruneDeliveries(own.clock.at)).toBe(0);
    expect(await own.store.pruneDeliveries(own.clock.at + 1)).toBe(1);
    expect((await own.store.listDeliveries(own.tenant.apiId, hook.id, 10)).map(({ state }) => state)).toEqual([
      'waiting',
    ]);
  });

  test('with a new pepper in front keys are sealed anew, and the former one can be dropped', async () => {
    const { secret } = await added();
    await own.store.close();
    const former = own.place.place.pepper ?? readFileSync(`${own.place.place.folder}/pepper`, 'utf8').trim();
    const listing = (pepper: string) => ({ ...own.place, place: { ...own.place.place, pepper } });
    await (await openOn(listing(`the next pepper of all,${former}`), own.clock)).close();
    const db = await openRows(own.place);
    await db.deleteFrom('secrets').execute(); // tenants' own are signed anew at their next use
    await db.destroy();
    own = { ...own, store: await openOn(listing('the next pepper of all'), own.clock) };
    await completed('run-1');
    expect((await due())[0].secret).toBe(secret);
  });

  test('a store does not open without the pepper that sealed a webhook', async () => {
    await added();
    await own.store.close();
    const place = { ...own.place, place: { ...own.place.place, pepper: 'a pepper that nobody used' } };
    await expect(openOn(place, own.clock)).rejects.toThrow(/another pepper/);
    own = { ...own, store: await openOn(own.place, own.clock) };
  });
});
