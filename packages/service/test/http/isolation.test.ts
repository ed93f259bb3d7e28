import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { libraryPaths, purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { by } from '../support/credentials.ts';
import { type Operation, operationsOf } from '../support/document.ts';
import { belongings, owner, type Owner } from '../support/owners.ts';
import { bearer, type Headers, malformed, newId, pair, waysIn, wrongFor } from '../support/offers.ts';
import { served, type Served } from '../support/served.ts';
import { stores } from '../support/stores.ts';

/** What an id in an address, a query or a body stands for. Every one that the document names is here, or a test fails. */
const idOf: Readonly<Record<string, (owner: Owner) => string>> = {
  tenant: ({ apiId }) => apiId,
  key: ({ keyId }) => keyId,
  token: ({ tokenId }) => tokenId,
  run: ({ runId }) => runId,
  other_run: ({ runId }) => runId,
  previous_run_id: ({ runId }) => runId,
  task: ({ taskId }) => taskId,
  segment: () => '0',
  customer: () => 'C-1',
  webhook: ({ webhookId }) => webhookId,
};
/** Ids that administrators may name, whosever they are. */
const administrators = new Set(['tenant', 'token']);
/** What callers call their own customers by: nothing of ours is found by it. */
const callersOwn = new Set([
  'data[].customer_id',
  'data[].id',
  'client_task_id',
  'customer',
  'segment',
  'customers[].customer_id',
  'customers[].transactions[].transaction_id',
  'customers[].transactions[].product_id',
  'transactions[].customer_id',
  'transactions[].transaction_id',
  'transactions[].product_id',
]);

// Read once, so that every operation gets tests of its own.
const first = await served();
const documented = await operationsOf(first.app);
await first.close();
const purchasing = documented.find(({ path }) => path === purchasingPath);
if (!purchasing) throw new Error(`${purchasingPath} is not documented`);
const aliases = [...libraryPaths, purchasingPath.replaceAll('_', '-')].map((path) => ({ ...purchasing, path }));
const operations = [...documented, ...aliases];
const signed = operations.filter(({ schemes }) => schemes.length > 0);
const withIds = signed.flatMap((operation) =>
  operation.ids.filter(({ name }) => !callersOwn.has(name)).map((id) => ({ operation, id })),
);
/** Ids that their caller may not name when they are another's. */
const walled = withIds.filter(
  ({ operation, id }) => !operation.schemes.includes('adminSecret') || !administrators.has(id.name),
);
const tenants = signed.filter(({ schemes }) => !schemes.includes('adminSecret'));
let cells = 0;

test('every id that an operation takes is one that these tests know how to make', () => {
  const unknown = withIds.filter(({ id }) => idOf[id.name] === undefined);
  // A new one: say in `idOf` what it stands for, and let `owner` make one for each tenant.
  expect(unknown.map(({ operation: { method, path }, id }) => `${method} ${path}: ${id.name}`)).toEqual([]);
});

test('no operation is open but those that tell nothing of anybody', () => {
  const open = operations.filter(({ schemes }) => schemes.length === 0).map(({ method, path }) => `${method} ${path}`);
  const probes = ['', '/live', '/ready', '/startup'].map((part) => `GET /health${part}`);
  expect(open.toSorted()).toEqual([...probes, 'GET /openapi.json']);
});

describe.each(stores)('tenants on $name', ({ empty }) => {
  let it: Served;
  let mine: Owner;
  let theirs: Owner;
  let disabled: Owner;
  beforeAll(async () => {
    it = await served({ newId }, { empty });
    [mine, theirs, disabled] = await Promise.all(
      ['mine', 'canary of theirs', 'off'].map((name) => owner(it.store, name)),
    );
    await it.store.setTenantEnabled(disabled.apiId, false, by);
  });
  afterAll(() => it.close());

  const ask = ({ method, path, body }: Operation, headers: Headers, url = path) => {
    cells++;
    return it.app.inject({ method, url: url.replaceAll(/\{\w+\}/g, newId), headers, ...(body && { payload: body }) });
  };

  test.each(signed)('$method $path: whoever is not let in sees one answer', async (operation) => {
    const before = await belongings(it.store, theirs);
    const answers = new Map<string, Seen>();
    for (const [what, headers] of Object.entries(wrongFor(operation, { mine, theirs, disabled })))
      answers.set(what, seen(await ask(operation, headers)));
    const none = answers.get('none');
    expect(none?.status).toBe(401);
    for (const [what, answer] of answers) expect([what, answer]).toEqual([what, none]);
    expect(await belongings(it.store, theirs)).toEqual(before);
  });

  test.each(signed.filter(({ schemes }) => schemes.includes('token')))(
    '$method $path: a token beside the pair of another is a mismatch, right or wrong',
    async (operation) => {
      const pairs = [pair(theirs), pair({ ...theirs, secret: mine.secret }), pair({ ...mine, secret: theirs.secret })];
      for (const headers of [...pairs, pair({ ...mine, apiId: newId() })]) {
        const answer = await ask(operation, { ...bearer(mine.token), ...headers });
        expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'TENANT_MISMATCH']);
      }
    },
  );

  /** Two tenants that no other test has changed. */
  const fresh = () => Promise.all(['mine', 'canary'].map((name) => owner(it.store, `${name} ${newId()}`)));

  test.each(tenants)(
    '$method $path: what a tenant does for itself neither shows nor changes what is another’s',
    async (operation) => {
      for (const way of waysIn(operation, mine).keys()) {
        const [own, other] = await fresh();
        const before = await belongings(it.store, other);
        const answer = await ask(...named(operation, null, { value: '', own, way }));
        expect([way, answer.statusCode < 300 ? '' : answer.body]).toEqual([way, '']);
        for (const word of words(other)) expect(JSON.stringify(seen(answer))).not.toContain(word);
        expect(await belongings(it.store, other)).toEqual(before);
      }
    },
  );

  /** Two tenants, and a way for the first to name an id. */
  const both = async ({ operation, id }: (typeof withIds)[number]) => {
    const [own, other] = await fresh();
    const asked = async (value: string) => seen(await ask(...named(operation, id, { value, own })), value);
    return { own, other, asked, of: idOf[id.name] };
  };

  test.each(walled)('$operation.method $operation.path: $id.name of another is as unknown as any', async (cell) => {
    const { other, asked, of } = await both(cell);
    const before = await belongings(it.store, other);
    const answer = await asked(of(other));
    expect(answer).toEqual(await asked(newId()));
    for (const word of words(other)) expect(JSON.stringify(answer)).not.toContain(word);
    expect(await belongings(it.store, other)).toEqual(before);
  });

  test.each(withIds)('$operation.method $operation.path: $id.name that is none finds nothing', async (cell) => {
    const { own, asked, of } = await both(cell);
    // A filter that fits nothing leaves an empty list; an address with nothing at its end is another address.
    const due = cell.id.in === 'query' ? [200, 400, 404, 422] : [400, 404, 422];
    for (const value of [newId(), ...malformed.filter((one) => one !== '' || cell.id.in !== 'path')])
      expect([value, due]).toEqual([value, expect.arrayContaining([(await asked(value)).status])]);
    // Last, since it may end what it names: nothing but the id was wrong before.
    expect((await asked(of(own))).status).toBeLessThan(300);
  });
});

test('there were 200 cells and more', () => expect(cells).toBeGreaterThanOrEqual(200));

/** What tells that an answer is about this tenant. */
const words = ({ name, apiId, keyId, runId }: Owner): string[] => [name, apiId, keyId, runId];

/** The request of `own` with the id `value` in one place, and in all others its own. */
function named(
  operation: Operation,
  id: Operation['ids'][number] | null,
  { value, own, way = 0 }: { value: string; own: Owner; way?: number },
): [Operation, Headers, string] {
  const of = (name: string) => encodeURIComponent(name === id?.name && id.in === 'path' ? value : idOf[name](own));
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => of(name));
  const url = id?.in === 'query' ? `${path}?${id.name}=${encodeURIComponent(value)}` : path;
  const body = id?.in === 'body' ? { ...operation.body, [id.name]: value } : operation.body;
  return [{ ...operation, body }, waysIn(operation, own)[way] ?? {}, url];
}

interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Different for every request, whatever it asks. */
const volatile = /^(?:date|traceparent|x-request-id|content-length|(?:x-)?ratelimit.*)$/;

/** An answer without what is its own: compared byte for byte. */
function seen({ statusCode, headers, body }: LightMyRequestResponse, sent = ''): Seen {
  const without = (text: string) => (sent === '' ? text : text.replaceAll(sent, '<id>'));
  return {
    status: statusCode,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !volatile.test(name))),
    body: without(body.replace(/"request_id":"[^"]*"/, '"request_id":""')),
  };
}
