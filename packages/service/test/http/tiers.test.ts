import { seededRandom } from '@clientele/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cursorOf } from '../../src/contract/cursor.ts';
import type { ErrorBody } from '../../src/contract/errors.ts';
import type { RunFigures } from '../../src/contract/runs/run-page.ts';
import { served, type Served } from '../support/served.ts';
import { storedRun } from '../support/stored-run.ts';

/** Customers in whom there is nothing to find; every one is worth something else. */
const CUSTOMERS = 300;
const random = seededRandom(7);
const body = {
  data: Array.from({ length: CUSTOMERS }, (_, i) => ({
    customer_id: `C${i}`,
    features: { purchase_total: Math.round(random() * 1e6), visit_frequency: Math.round(random() * 1e4) },
  })),
};

interface TierPage {
  readonly tiers: readonly { name: string; from: number; size: number; share: number }[];
  readonly cuts?: { readonly top: number; readonly middle: number };
  readonly customers: readonly { customer_id: string; tier: string; value: number }[];
  readonly next_cursor: string | null;
}

let it: Served;
let run: string;
let headers: Record<string, string>;
beforeAll(async () => {
  it = await served();
  const { apiId, secret } = await it.store.createTenant('A');
  headers = { 'x-customer-api-id': apiId, 'x-secret': secret };
  run = (await storedRun(it.store, apiId, { body })).id;
});
afterAll(() => it.close());

const get = (path: string, language = 'en') =>
  it.app.inject({ url: `/api/v1/runs/${run}/${path}`, headers: { ...headers, 'accept-language': language } });
const sizesOf = ({ tiers }: TierPage) => tiers.map(({ name, size }) => [name, size]);

/** All pages of tiers, each by the cursor of the one before; `query` is that of the first, `further` that of the others. */
async function pagesOf(query: string, further: string): Promise<TierPage[]> {
  const pages = [(await get(`tiers?limit=80${query}`)).json<TierPage>()];
  for (let next = pages[0]?.next_cursor; next; next = pages.at(-1)!.next_cursor)
    pages.push((await get(`tiers?limit=80&cursor=${encodeURIComponent(next)}${further}`)).json<TierPage>());
  return pages;
}

describe('tiers by value that are cut elsewhere', () => {
  const cut = '&top=0.1&middle=0.4';

  test.each([
    ['which are said again', cut],
    ['by which the cursor goes on', ''],
  ])('every page has the same cuts, %s', async (_, further) => {
    const pages = await pagesOf(cut, further);
    expect(pages).toHaveLength(4);
    for (const page of pages) {
      expect([page.cuts, page.tiers]).toEqual([{ top: 0.1, middle: 0.4 }, pages[0]?.tiers]);
      expect(sizesOf(page)).toEqual([
        ['top', 30],
        ['middle', 120],
        ['base', 150],
      ]);
    }
    const told = pages.flatMap(({ customers }) => customers);
    const ranked = told.toSorted((a, b) => b.value - a.value).map(({ tier }) => tier);
    expect(ranked).toEqual(Array.from(ranked, (_tier, at) => (at < 30 ? 'top' : at < 150 ? 'middle' : 'base')));
    const csv = await get(`tiers?format=csv${cut}`);
    const lines = told.map(({ customer_id, tier, value }) => `${customer_id},${tier},${value}`);
    expect(csv.body).toBe(`${['customer_id,tier,value', ...lines].join('\n')}\n`);
  });

  test('one of the two is enough, the other is the usual one', async () => {
    const { cuts, ...page } = (await get('tiers?top=0.5')).json<TierPage>();
    expect([cuts, sizesOf(page)]).toEqual([
      { top: 0.5, middle: 0.3 },
      [
        ['top', 150],
        ['middle', 90],
        ['base', 60],
      ],
    ]);
  });

  test('without any, or with the usual ones, the answer is the one that it always was', async () => {
    const plain = (await get('tiers?limit=80')).json<TierPage>();
    expect(Object.keys(plain)).toEqual(['run_id', 'feature', 'tiers', 'customers', 'next_cursor']);
    expect(sizesOf(plain).map(([, size]) => size)).toEqual([60, 90, 150]);
    expect(plain.next_cursor).toBe(cursorOf([plain.customers.at(-1)?.customer_id ?? '']));
    const { cuts, next_cursor: _, ...named } = (await get('tiers?limit=80&top=0.2&middle=0.3')).json<TierPage>();
    const { next_cursor: __, ...rest } = plain;
    expect([cuts, named]).toEqual([{ top: 0.2, middle: 0.3 }, rest]);
    expect((await get(`tiers?cursor=${plain.next_cursor}&top=0.2`)).statusCode).toBe(200);
  });

  test.each([
    ['top=0', 'top', 'top is 0; it must be a number above 0 and below 1.'],
    ['middle=-0.1', 'middle', 'middle is -0.1; it must be a number above 0 and below 1.'],
    ['top=1', 'top', 'top is 1; it must be a number above 0 and below 1.'],
    ['top=20%25', 'top', 'top is "20%"; it must be a number above 0 and below 1.'],
    ['top=0,2', 'top', 'top is "0,2"; it must be a number above 0 and below 1.'],
    ['top=', 'top', 'top is ""; it must be a number above 0 and below 1.'],
    ['top=NaN', 'top', 'top is "NaN"; it must be a number above 0 and below 1.'],
    ['top=0.7&middle=0.3', 'middle', 'middle is 0.3; it must be a number above 0 and below 0.3.'],
    ['top=0.7', 'top', 'top is 0.7; it must be a number above 0 and below 0.7.'],
    ['middle=0.9', 'middle', 'middle is 0.9; it must be a number above 0 and below 0.8.'],
  ])(
    '%s is refused, with the field, its value and what it must be, wherever tiers are shown',
    async (query, field, message) => {
      for (const path of ['tiers?', 'tiers?format=csv&', 'figures?', 'report?']) {
        const refused = await get(`${path}${query}`);
        const { code, errors, details } = refused.json<ErrorBody>();
        expect([refused.statusCode, code, errors]).toEqual([422, 'INVALID_PARAMETER', { [field]: [message] }]);
        expect(details).toMatchObject({ parameter: field, location: 'query', exclusive_minimum: 0 });
      }
    },
  );

  test('the same is said in Spanish and Portuguese', async () => {
    const said = async (language: string) =>
      (await get('tiers?top=0.6&middle=0.5', language)).json<ErrorBody>().message;
    expect(await said('es')).toBe('middle es 0.5; debe ser un número mayor que 0 y menor que 0.4.');
    expect(await said('pt')).toBe('middle é 0.5; deve ser um número maior que 0 e menor que 0.4.');
  });

  test('a cursor does not go on with other cuts, nor with some that never were', async () => {
    const [{ next_cursor: cut10 }, { next_cursor: usual }] = (
      await Promise.all([get(`tiers?limit=80${cut}`), get('tiers?limit=80')])
    ).map((page) => page.json<TierPage>());
    for (const [cursor, other] of [
      [cut10, 'top=0.2'],
      [cut10, 'top=0.1'],
      [usual, 'top=0.1&middle=0.4'],
    ]) {
      const refused = await get(`tiers?cursor=${cursor}&${other}`);
      const { errors } = refused.json<ErrorBody>();
      expect([refused.statusCode, errors?.['cursor']]).toEqual([422, [expect.stringMatching(/other cuts were sent/)]]);
    }
    expect((await get(`tiers?cursor=${cut10}&top=0.2`)).json<ErrorBody>().message).toContain('top=0.1 and middle=0.4');
    for (const texts of [
      ['C1', '0.9', '0.9'],
      ['C1', 'x', '0.1'],
      ['C1', '0.1'],
    ])
      expect((await get(`tiers?cursor=${cursorOf(texts)}`)).json<ErrorBody>().message).toMatch(/cannot go on there/);
  });

  test.each([
    ['en', 'the top 12.5% of the customers, the next 40%, the rest'],
    ['es', 'el 12,5\u00A0% superior de los clientes, el 40\u00A0% siguiente y el resto'],
    ['pt', 'os 12,5% superiores dos clientes, os 40% seguintes e o resto'],
  ])('figure, its numbers and the report agree with the file, and say so in %s', async (lang, words) => {
    const query = 'top=0.125&middle=0.4';
    const { figures, numbers } = (await get(`figures?lang=${lang}&${query}`)).json<RunFigures>();
    const report = (await get(`report?lang=${lang}&${query}`)).body;
    expect(figures.tiers).toContain(words);
    expect(report).toContain(figures.tiers);
    const { tiers } = (await get(`tiers?${query}`)).json<TierPage>();
    const drawn = numbers.tiers?.trimEnd().split('\n').slice(1) ?? [];
    const counted = drawn.map((line) => line.split(',').map(Number));
    expect(counted.map(([, , size]) => size)).toEqual(tiers.map(({ size }) => size));
    counted.forEach(([, , , share], at) => expect(share).toBeCloseTo(tiers[at]?.share ?? NaN, 4));
    expect(counted.slice(0, 2).map(([, from]) => from)).toEqual(tiers.slice(0, 2).map(({ from }) => from));
  });

  test('where the cuts leave one tier it is told from its lowest value on', async () => {
    const { figures, numbers } = (await get('figures?top=0.001&middle=0.0005')).json<RunFigures>();
    const lowest = Math.min(...body.data.map(({ features }) => features.purchase_total));
    expect(figures.tiers).toContain('One tier by value');
    expect(figures.tiers).not.toContain('under');
    expect(numbers.tiers?.split('\n')[1]).toMatch(new RegExp(`,${lowest},${CUSTOMERS},1$`));
  });

  test('nothing but the tiers changes on the page', async () => {
    const usual = (await get('figures')).json<RunFigures>();
    const other = (await get('figures?top=0.1')).json<RunFigures>();
    expect(usual.structured).toBe(false);
    expect(usual.figures.tiers).toContain('The cuts are ours');
    expect(other.figures.tiers).not.toBe(usual.figures.tiers);
    const withoutTiers = ({ figures, numbers, ...rest }: RunFigures) => ({
      ...rest,
      figures: { ...figures, tiers: '' },
      numbers: { ...numbers, tiers: '' },
    });
    expect(withoutTiers(other)).toEqual(withoutTiers(usual));
    expect((await get('segments/0/figures?top=0.1')).statusCode).toBe(422);
  });
});
