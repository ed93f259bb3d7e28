import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { topLevelText } from '../../src/contract/json/top-level-text.ts';

const names = ['client_task_id', 'clientTaskId'];
const found = (text: string, cut = text.length): Promise<string | undefined> => {
  const bytes = Buffer.from(text);
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += cut) blocks.push(bytes.subarray(at, at + cut));
  return topLevelText(blocks, names);
};

describe('a text at the top of a body', () => {
  test.each([
    ['{"client_task_id":"a"}', 'a'],
    ['{ "data" : [ {"client_task_id":"inner"} ], "clientTaskId" : "outer" }', 'outer'],
    ['{"x":{"client_task_id":"inner"},"data":[]}', undefined],
    ['{"x":"client_task_id","y":"b"}', undefined],
    ['{"x":"\\"client_task_id\\":\\"c\\"","client_task_id":"d"}', 'd'],
    ['{"x":"\\\\","client_task_id":"e"}', 'e'],
    ['{"client_task_id":7,"clientTaskId":"f"}', 'f'],
    ['{"client_task_id":null}', undefined],
    ['{"client_task_id":["g"]}', undefined],
    ['{"client_task_id":"\\u00e9\\n\\"ñ"}', 'é\n"ñ'],
    ['{"client\\u005ftask_id":"h","clientTaskId":7}', 'h'],
    ['{"\\u0063lient_task_id":"i"}', 'i'],
    ['{"client_task_id":"never ends', undefined],
    ['["client_task_id","i"]', undefined],
    ['"client_task_id"', undefined],
    ['client_task_id', undefined],
    ['', undefined],
  ])('%s', async (text, expected) => {
    for (const cut of [1, 2, 3, 7, 1_000]) expect([cut, await found(text, cut)]).toEqual([cut, expected]);
  });

  test('is found across the stretches that a large body is searched in', async () => {
    const edge = 4 * 1024 * 1024;
    for (const before of [edge - 20, edge - 12, edge - 3, edge, 2 * edge - 5]) {
      const text = `{"x":"${'y'.repeat(before - 7)}","client_task_id":"z"}`;
      expect([before, await found(text)]).toEqual([before, 'z']);
    }
    expect(await found(`{"x":"${'y'.repeat(2 * edge)}"}`)).toBeUndefined();
  });

  test('is what a parser finds, wherever it stands among other members', async () => {
    const value = fc.oneof(fc.string(), fc.constantFrom('client_task_id', '"', '\\', '{', '}:,'));
    const body = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom(...names)),
      fc.oneof(value, fc.jsonValue({ maxDepth: 3 })),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (members, cut, wide) => {
        const text = JSON.stringify(members, null, wide ? 2 : 0);
        const parsed = JSON.parse(text) as Record<string, unknown>;
        const texts = Object.entries(parsed).filter(([key, one]) => names.includes(key) && typeof one === 'string');
        expect(await found(text, cut)).toBe(texts[0]?.[1]);
      }),
      { numRuns: 500 },
    );
  });
});
