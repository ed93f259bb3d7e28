import { afterEach, expect, test, vi } from 'vitest';
import { Refusal } from '../../../src/contract/errors.ts';
import { turns } from '../../../src/http/limits/turns.ts';

afterEach(() => void vi.useRealTimers());
const here = new AbortController().signal;
const limited = (error: unknown) => error instanceof Refusal && error.data.reason === 'CONCURRENCY_LIMITED';

test('two at a time, the others in the order of coming', async () => {
  const gate = turns({ running: 2, waiting: 20, waitMs: 1_000 });
  const begun: number[] = [];
  const enter = async (n: number) => {
    const leave = await gate.enter('a', here);
    begun.push(n);
    return leave;
  };
  const all = Array.from({ length: 5 }, (_, n) => enter(n));
  const first = await all[0];
  await all[1];
  expect(begun).toEqual([0, 1]);
  first();
  first(); // once is enough: a second call frees no second place
  const third = await all[2];
  expect(begun).toEqual([0, 1, 2]);
  third();
  await all[3];
  expect(begun).toEqual([0, 1, 2, 3]);
});

test('with 2 at work and 20 waiting the 23rd is refused, and another tenant is not', async () => {
  const gate = turns({ running: 2, waiting: 20, waitMs: 1_000 });
  const leaves = await Promise.all([gate.enter('a', here), gate.enter('a', here)]);
  const waiting = Array.from({ length: 20 }, () => gate.enter('a', here));
  await expect(gate.enter('a', here)).rejects.toSatisfy(limited);
  await expect(gate.enter('b', here)).resolves.toBeTypeOf('function');
  for (const leave of leaves) leave();
  for (const turn of waiting) (await turn)();
  await expect(gate.enter('a', here)).resolves.toBeTypeOf('function');
});

test('a caller that hangs up while it waits makes room, and gets no turn', async () => {
  const gate = turns({ running: 1, waiting: 1, waitMs: 1_000 });
  const leave = await gate.enter('a', here);
  const caller = new AbortController();
  const gone = gate.enter('a', caller.signal);
  caller.abort(new Error('gone'));
  await expect(gone).rejects.toThrow('gone');
  const next = gate.enter('a', here);
  leave();
  await expect(next).resolves.toBeTypeOf('function');
});

test('who waits too long is refused', async () => {
  vi.useFakeTimers();
  const gate = turns({ running: 1, waiting: 1, waitMs: 60_000 });
  await gate.enter('a', here);
  const late = gate.enter('a', here).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await late).toSatisfy(limited);
});
