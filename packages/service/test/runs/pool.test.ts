import { afterEach, expect, test } from 'vitest';
import { Refusal } from '../../src/contract/errors.ts';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { type ComputePool, computePool } from '../../src/runs/pool.ts';

/**
 * A worker that does what its job's first letter says: e(cho) its own name and the body, d(ie), h(eap) until there is
 * none, s(leep) for ever.
 */
const program = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads';
    parentPort.on('message', ({ body }) => {
      const text = new TextDecoder().decode(body[0]);
      if (text[0] === 'd') throw new Error('died');
      if (text[0] === 'h') for (const held = [];;) held.push(new Array(1e5).fill(Math.PI));
      if (text[0] === 's') for (;;);
      const answer = new TextEncoder().encode(threadId + ' ' + text);
      parentPort.postMessage({ kind: 'answer', body: answer, language: 'en' }, [answer.buffer]);
    });
  `)}`,
);

let pool: ComputePool;
afterEach(() => pool.close());

const job = (text: string) => ({
  body: [new TextEncoder().encode(text)],
  language: null,
  runId: 'run',
  limits: jsonLimits,
});
async function answer(text: string): Promise<{ thread: string; text: string }> {
  const outcome = await pool.run(job(text));
  if (outcome.kind !== 'answer') throw new Error(outcome.kind);
  const [thread = '', rest = ''] = new TextDecoder().decode(outcome.body).split(' ');
  return { thread, text: rest };
}
const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof Refusal ? error.data.reason : String(error)),
  );

test('jobs are answered in turn by one thread, and their bytes are moved', async () => {
  pool = computePool({ program });
  const moved = job('e1');
  const [first, second] = [pool.run(moved), answer('e2')];
  expect(moved.body[0].byteLength).toBe(0);
  await first;
  expect((await second).text).toBe('e2');
  expect((await answer('e3')).thread).toBe((await second).thread);
});

test('several threads share the work', async () => {
  pool = computePool({ program, workers: 2 });
  const [a, b] = await Promise.all([answer('e1'), answer('e2')]);
  expect(a.thread).not.toBe(b.thread);
});

test('a full queue refuses with a time to come back', async () => {
  pool = computePool({ program, queue: 1 });
  const accepted = [answer('e1'), answer('e2')];
  const refused = pool.run(job('e3'));
  await expect(refused).rejects.toMatchObject({ data: { reason: 'OVERLOADED', values: { retry_after: 5 } } });
  expect((await Promise.all(accepted)).map(({ text }) => text)).toEqual(['e1', 'e2']);
});

test('a computation that takes too long is ended; the next one finds a fresh thread', async () => {
  pool = computePool({ program, timeoutMs: 3_000 });
  const { thread } = await answer('e1');
  expect(await reasonOf(pool.run(job('s')))).toBe('TIMEOUT');
  expect((await answer('e2')).thread).not.toBe(thread);
});

test('a job whose caller has gone is given up, running or waiting, and the next one is computed', async () => {
  pool = computePool({ program });
  const gone = new AbortController();
  const [running, queued] = [pool.run(job('s'), gone.signal), pool.run(job('e1'), gone.signal)];
  const next = answer('e2');
  gone.abort(new Error('nobody waits'));
  expect(await Promise.all([reasonOf(running), reasonOf(queued)])).toEqual(Array(2).fill('Error: nobody waits'));
  expect((await next).text).toBe('e2');
});

test('a thread that dies loses its own job only', async () => {
  pool = computePool({ program });
  const dying = reasonOf(pool.run(job('d')));
  const waiting = answer('e1');
  expect(await dying).toBe('WORKER_LOST');
  expect((await waiting).text).toBe('e1');
});

test('a thread that runs out of heap dies alone', async () => {
  pool = computePool({ program, heapMb: 32 });
  expect(await reasonOf(pool.run(job('h')))).toBe('WORKER_LOST');
  expect((await answer('e1')).text).toBe('e1');
});

test('a program that cannot start refuses job after job instead of starting for ever', async () => {
  pool = computePool({ program: new URL('data:text/javascript,throw new Error()') });
  expect(await reasonOf(pool.run(job('e')))).toBe('WORKER_LOST');
  expect(await reasonOf(pool.run(job('e')))).toBe('WORKER_LOST');
});

test('what a thread computes to get warm is stopped as soon as there is work, and taken up again', async () => {
  const forEver = computePool({ program: new URL('../support/warming-worker.ts', import.meta.url), threads: 1 });
  pool = forEver;
  await expect.poll(() => forEver.status().ready).toBe(true);
  for (const text of ['a', 'b', 'c']) {
    const outcome = await pool.run(job(text));
    expect(outcome.kind === 'answer' && new TextDecoder().decode(outcome.body)).toBe(text);
  }
});

test('closing refuses what runs, what waits and what comes', async () => {
  pool = computePool({ program });
  const open = [reasonOf(pool.run(job('s'))), reasonOf(pool.run(job('e')))];
  await pool.close();
  expect(await Promise.all([...open, reasonOf(pool.run(job('e')))])).toEqual(Array(3).fill('SHUTTING_DOWN'));
});
