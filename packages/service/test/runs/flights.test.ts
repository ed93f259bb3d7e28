import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Flights, flights } from '../../src/runs/flights.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settings = { lingerMs: 2_000, replayMs: 60_000, replayBytes: 100, bytesOf: (answer: string) => answer.length };

/** Work that ends when the test says so. */
function work() {
  const started: { signal: AbortSignal; resolve: (answer: string) => void; reject: (error: Error) => void }[] = [];
  const start = (signal: AbortSignal): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    started.push({ signal, resolve, reject });
    signal.addEventListener('abort', () => reject(new Error('abandoned')));
    return promise;
  };
  return { started, start };
}
const never = new AbortController().signal;

/** A caller of `a` that hangs up at once. */
async function joinAndLeave(shared: Flights<string>, start: (signal: AbortSignal) => Promise<string>): Promise<void> {
  const leaves = new AbortController();
  const left = shared.join('a', leaves.signal, start);
  leaves.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
}

describe('identical requests', () => {
  test('nothing holds an answer that made room for others', async () => {
    const shared = flights(settings);
    for (const key of ['a', 'b', 'c']) await shared.join(key, never, async () => key.repeat(60));
    expect(vi.getTimerCount()).toBe(1); // that of c
    await vi.advanceTimersByTimeAsync(settings.replayMs);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('share one computation, and each gets its answer', async () => {
    const { started, start } = work();
    const shared = flights(settings);
    const all = [1, 2, 3].map(() => shared.join('a', never, start));
    const other = shared.join('b', never, start);
    expect(started).toHaveLength(2);
    started[0]?.resolve('answer');
    started[1]?.resolve('other');
    expect(await Promise.all([...all, other])).toEqual(['answer', 'answer', 'answer', 'other']);
  });

  test('a failure is told to all who wait, and to nobody after them', async () => {
    const { started, start } = work();
    const shared = flights(settings);
    const all = [1, 2].map(() => shared.join('a', never, start));
    started[0]?.reject(new Error('broken'));
    for (const one of all) await expect(one).rejects.toThrow('broken');
    void shared.join('a', never, start).catch(() => {});
    expect(started).toHaveLength(2);
  });

  test('one who leaves does not take the work from those who stay', async () => {
    const { started, start } = work();
    const shared = flights(settings);
    const leaves = new AbortController();
    const left = shared.join('a', leaves.signal, start);
    const stays = shared.join('a', never, start);
    leaves.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(started[0]?.signal.aborted).toBe(false);
    started[0]?.resolve('answer');
    expect(await stays).toBe('answer');
  });

  test('work that nobody waits for goes on for two seconds: who comes again finds it', async () => {
    const { started, start } = work();
    const shared = flights(settings);
    await joinAndLeave(shared, start);
    await vi.advanceTimersByTimeAsync(1_999);
    const back = shared.join('a', never, start);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(started).toHaveLength(1);
    started[0]?.resolve('answer');
    expect(await back).toBe('answer');
  });

  test('and then is given up', async () => {
    const { started, start } = work();
    const shared = flights(settings);
    await joinAndLeave(shared, start);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(started[0]?.signal.aborted).toBe(true);
    void shared.join('a', never, start).catch(() => {});
    expect(started).toHaveLength(2);
  });
});

describe('an answer that is there', () => {
  const landed = async (shared: ReturnType<typeof flights<string>>, key: string, answer: string): Promise<void> => {
    expect(await shared.join(key, never, async () => answer)).toBe(answer);
  };

  test('is given again for a minute, and then computed anew', async () => {
    const { started, start } = work();
    const shared = flights(settings);
    await landed(shared, 'a', 'answer');
    await vi.advanceTimersByTimeAsync(59_999);
    expect(await shared.join('a', never, start)).toBe('answer');
    await vi.advanceTimersByTimeAsync(1);
    void shared.join('a', never, start);
    expect(started).toHaveLength(1);
  });

  test('makes room for later ones: the oldest go first', async () => {
    const { started, start } = work();
    const shared = flights(settings);
    for (const key of ['a', 'b', 'c']) await landed(shared, key, key.repeat(40));
    for (const key of ['b', 'c']) expect(await shared.join(key, never, start)).toBe(key.repeat(40));
    void shared.join('a', never, start);
    expect(started).toHaveLength(1);
  });

  test('is not kept when it is larger than all the room', async () => {
    const { started, start } = work();
    const shared = flights(settings);
    await landed(shared, 'small', 'small');
    await landed(shared, 'large', 'x'.repeat(101));
    void shared.join('large', never, start);
    expect(await shared.join('small', never, start)).toBe('small');
    expect(started).toHaveLength(1);
  });

  test('is not given again once it is forgotten; what is under way goes on', async () => {
    const { started, start } = work();
    const shared = flights(settings);
    await landed(shared, 'tenant-1 x', 'one');
    await landed(shared, 'tenant-2 x', 'two');
    const flying = shared.join('tenant-1 y', never, start);
    shared.forget('tenant-1 ');
    expect(await shared.join('tenant-2 x', never, start)).toBe('two');
    void shared.join('tenant-1 x', never, start);
    void shared.join('tenant-1 y', never, start);
    expect(started).toHaveLength(2);
    started[0]?.resolve('late');
    expect(await flying).toBe('late');
  });

  test('one whose callers are gone when it comes is kept for who comes again', async () => {
    const { started, start } = work();
    const shared = flights(settings);
    await joinAndLeave(shared, start);
    started[0]?.resolve('answer');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await shared.join('a', never, start)).toBe('answer');
    expect(started).toHaveLength(1);
  });
});
