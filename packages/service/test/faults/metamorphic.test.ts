import { seededRandom } from '@clientele/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customerPath } from '../../src/contract/segmentation/customer-segmentation.ts';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { openStore } from '../../src/store/store.ts';
import { randomBytes } from 'node:crypto';
import { type Body, shopBody } from '../support/bodies.ts';
import { type EmptyStore, sqlite } from '../support/stores.ts';
import { type Serving, serving, taskOver } from './serving.ts';

const SETS = 8;
const MOST_CLUSTERS = 5;

let own: readonly EmptyStore[];
let one: Serving;
let two: Serving;
let bearer: Record<string, string>;
beforeAll(async () => {
  own = [await sqlite.empty(), await sqlite.empty()];
  one = await serving(own[0], { threads: 1 });
  two = await serving(own[1], { threads: 2 });
  const store = await openStore({ ...own[0].place, now: Date.now, random: randomBytes });
  const made = await store.createToken({ tenant: one.apiId }, { actor: 'cli' });
  await store.close();
  bearer = { authorization: `Bearer ${made?.token ?? ''}` };
});
afterAll(async () => {
  for (const { server } of [one, two]) await server.close();
  for (const place of own) await place.remove();
});

/** Customers who are together, whatever their group is called. */
type Partition = readonly (readonly string[])[];
function partition(groups: Iterable<readonly string[]>): Partition {
  return [...groups].map((ids) => ids.toSorted()).toSorted((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

function purchasingPartition(text: string): Partition {
  const { customer_labels: labels } = JSON.parse(text) as {
    customer_labels: { customer_id: string; cluster_id: number }[];
  };
  const groups = Map.groupBy(labels, ({ cluster_id: id }) => id);
  return partition([...groups.values()].map((all) => all.map(({ customer_id: id }) => id)));
}

async function sent(
  to: Serving,
  body: object,
  { query = '', path = purchasingPath, headers = to.headers } = {},
): Promise<string> {
  const response = await fetch(`${to.url}${path}${query}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  expect([response.status, response.ok ? '' : text]).toEqual([query === '' ? 200 : 202, '']);
  return text;
}

async function sentLater(to: Serving, body: object): Promise<string> {
  const { task_id: id, result_url: result } = JSON.parse(await sent(to, body, { query: '?async=true' })) as {
    task_id: string;
    result_url: string;
  };
  expect((await taskOver(to, id)).status).toBe('completed');
  return (await fetch(`${to.url}${result}`, { headers: to.headers })).text();
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** The same customers with rows, features and members in another order. */
function stirred(body: Body, random: () => number): object {
  const data = shuffled(body.data, random).map(({ customer_id: id, features }) => {
    const stirredFeatures = Object.fromEntries(shuffled(Object.entries(features as object), random));
    return random() < 0.5
      ? { features: stirredFeatures, customer_id: id }
      : { customer_id: id, features: stirredFeatures };
  });
  return { data, max_clusters: body['max_clusters'] };
}

test.each(Array.from({ length: SETS }, (_, at) => at + 1))(
  'customers of set %i are divided the same, in whatever order, at once or later, on one thread or two, by either contract',
  async (seed) => {
    const random = seededRandom(seed);
    const body: Body = { ...shopBody(80 + Math.floor(random() * 150), seed), max_clusters: MOST_CLUSTERS };
    const flat = {
      max_clusters: MOST_CLUSTERS,
      data: body.data.map(({ customer_id, features }) => ({ customer_id, ...(features as object) })),
    };
    const due = purchasingPartition(await sent(one, body));
    expect(due.length).toBeGreaterThan(1);
    expect(purchasingPartition(await sent(one, stirred(body, random)))).toEqual(due);
    expect(purchasingPartition(await sentLater(one, stirred(body, random)))).toEqual(due);
    expect(purchasingPartition(await sent(two, body))).toEqual(due);
    const { segments } = JSON.parse(await sent(one, flat, { path: customerPath, headers: bearer })) as {
      segments: { customers: (string | { customer_id: string })[] }[];
    };
    const named = segments.map(({ customers }) =>
      customers.map((one_) => (typeof one_ === 'string' ? one_ : one_.customer_id)),
    );
    expect(partition(named)).toEqual(due);
  },
);
