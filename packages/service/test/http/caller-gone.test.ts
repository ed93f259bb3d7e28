import { expect, test } from 'vitest';
import { CallerGone } from '../../src/http/plugins/caller-gone.ts';
import { jsonHeaders, purchasingPath, readingPool, testApp } from '../support/app.ts';
import { listening } from '../support/raw.ts';

test('a caller that hangs up gives its computation up, which is no fault; one that waits does not', async () => {
  const lines: string[] = [];
  let heard: (reason: unknown) => void = () => undefined;
  const given = new Promise<unknown>((resolve) => (heard = resolve));
  const caller = new AbortController();
  const reading = readingPool();
  let waits = true;
  const app = await testApp({
    log: { write: (line) => lines.push(line) },
    pool: {
      ...reading,
      run: (job, gone) => {
        if (!waits) return reading.run(job, gone);
        caller.abort();
        return new Promise((_, reject) =>
          gone?.addEventListener('abort', () => {
            heard(gone.reason);
            reject(gone.reason as Error);
          }),
        );
      },
    },
  });
  const url = `http://127.0.0.1:${await listening(app)}${purchasingPath}`;
  const body = JSON.stringify({ data: [1, 2].map((id) => ({ customer_id: `${id}`, features: { a: id } })) });
  await expect(fetch(url, { method: 'POST', headers: jsonHeaders, body, signal: caller.signal })).rejects.toThrow(
    'aborted',
  );
  expect(await given).toBeInstanceOf(CallerGone);
  waits = false;
  const next = await fetch(url, { method: 'POST', headers: jsonHeaders, body });
  expect(await next.json()).toMatchObject({ customers: 2 });
  await app.close();
  const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === 'request');
  expect(told.map(({ level, status, caller_gone }) => [level, status, caller_gone ?? false])).toEqual([
    ['info', null, true],
    ['info', 200, false],
  ]);
});
