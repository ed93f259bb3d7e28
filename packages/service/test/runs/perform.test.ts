import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Refusal } from '../../src/contract/errors.ts';
import { jsonLimits } from '../../src/contract/json/json.ts';
import type { Outcome } from '../../src/runs/job.ts';
import { performing } from '../../src/runs/perform.ts';
import type { ComputePool } from '../../src/runs/pool.ts';
import { StorageAway } from '../../src/store/away.ts';
import type { Claim } from '../../src/store/task.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const claim: Claim = {
  runId: 'run',
  apiId: 'tenant',
  fence: 1,
  contract: 'customer_segmentation',
  language: 'es',
  previousRunId: null,
  body: Uint8Array.of(1),
  split: null,
};
const run = {
  snapshot: Uint8Array.of(2),
  figures: { customers: 2, algorithm: 'KMeans', nClusters: 2, verdict: 'weak', summary: '{}' },
};
const answer: Outcome = {
  kind: 'answer',
  body: Uint8Array.of(3),
  language: 'es',
  run,
  work: { rows: 2, ms: { decode: 1 } },
};
const forEver = new AbortController().signal;

function scene(pool: ComputePool['run']) {
  const told: unknown[][] = [];
  const tell =
    <Result>(what: string, result: Result) =>
    async (...args: unknown[]): Promise<Result> => {
      told.push([what, ...args.slice(1)]);
      return result;
    };
  const tasks = {
    noteProgress: vi.fn<(claim: Claim, progress: unknown) => Promise<'go on' | 'stop'>>(async () => 'go on'),
    completeRun: vi.fn<() => Promise<boolean>>(tell('complete', true)),
    failRun: tell('fail', true),
    cancelledRun: tell('cancelled', true),
    crashedRun: vi.fn<() => Promise<'again' | 'failed' | 'lost'>>(tell('crashed', 'again' as const)),
    releaseRun: tell('release', undefined),
    readSnapshot: async () => null,
  };
  const log = { error: vi.fn<() => void>(), info: vi.fn<() => void>() };
  return {
    told,
    tasks,
    log,
    perform: performing({ pool: { run: pool }, tasks, now: () => 7, limits: jsonLimits, log }),
  };
}

/** Computes until it is told to stop. */
const endless: ComputePool['run'] = (_job, gone) =>
  new Promise((_, reject) => gone?.addEventListener('abort', () => reject(gone.reason as Error)));

describe('a claimed run', () => {
  test('is computed by its contract in its language, and its result stored', async () => {
    const jobs: unknown[] = [];
    const { perform, tasks } = scene(async (job) => {
      jobs.push(job);
      return answer;
    });
    expect(await perform(claim, forEver)).toBe('over');
    expect(jobs).toEqual([
      {
        contract: 'customer_segmentation',
        body: [claim.body],
        language: 'es',
        runId: 'run',
        split: null,
        limits: jsonLimits,
        previous: undefined,
        madeAt: 7,
      },
    ]);
    expect(tasks.completeRun).toHaveBeenCalledWith(claim, { ...run, language: 'es', timings: { decode: 1 } });
  });

  test.each([
    [
      'a body that is refused',
      async () => ({ kind: 'refusal', refusal: new Refusal('EMPTY_BODY').data, language: null }),
      'EMPTY_BODY',
    ],
    ['a fault of ours', async () => ({ kind: 'failure', report: 'at line 1' }), 'INTERNAL'],
    ['one that takes too long', async () => Promise.reject(new Refusal('TIMEOUT', { limit_seconds: 300 })), 'TIMEOUT'],
  ] as const)('%s fails it', async (_, compute, reason) => {
    const { perform, told } = scene(compute as ComputePool['run']);
    expect(await perform(claim, forEver)).toBe('over');
    expect(told).toEqual([['fail', expect.objectContaining({ reason })]]);
  });

  test('one without its body has failed, not stayed', async () => {
    const { perform, told } = scene(async () => answer);
    expect(await perform({ ...claim, body: null }, forEver)).toBe('over');
    expect(told).toEqual([['fail', expect.objectContaining({ reason: 'INTERNAL' })]]);
  });

  test('whose thread died is begun again, until it has died too often', async () => {
    const { perform, tasks } = scene(async () => Promise.reject(new Refusal('WORKER_LOST')));
    expect(await perform(claim, forEver)).toBe('again');
    tasks.crashedRun.mockResolvedValueOnce('failed');
    expect(await perform(claim, forEver)).toBe('over');
  });

  test.each(['OVERLOADED', 'SHUTTING_DOWN'] as const)(
    'goes back to its place when the pool says %s',
    async (reason) => {
      const { perform, told } = scene(async () => Promise.reject(new Refusal(reason)));
      expect(await perform(claim, forEver)).toBe('again');
      expect(told).toEqual([['release']]);
    },
  );

  test('goes back to its place when the service leaves', async () => {
    const { perform, told } = scene(endless);
    const leaving = new AbortController();
    const performed = perform(claim, leaving.signal);
    leaving.abort();
    expect(await performed).toBe('again');
    expect(told).toEqual([['release']]);
  });

  const far = { phase: 'kmeans', share: 0.25, customers: 7, ms: { decode: 3 }, models: [] };
  test('tells how far it is, and stops within a second of being told to', async () => {
    const { perform, told, tasks } = scene((job, gone, look) => {
      look?.({ kind: 'advance', ...far });
      return endless(job, gone);
    });
    const performed = perform(claim, forEver);
    await vi.advanceTimersByTimeAsync(450);
    expect(tasks.noteProgress.mock.calls).toEqual([[claim, far]]);
    tasks.noteProgress.mockResolvedValue('stop');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await performed).toBe('over');
    expect(told).toEqual([['cancelled']]);
    const calls = tasks.noteProgress.mock.calls.length;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(tasks.noteProgress.mock.calls).toHaveLength(calls);
  });

  test('a storage that is away for a while neither stops it nor loses its result', async () => {
    const { perform, tasks, told } = scene(() => new Promise((resolve) => setTimeout(() => resolve(answer), 3_000)));
    tasks.noteProgress.mockRejectedValue(new StorageAway(new Error('gone')));
    const away = async (): Promise<never> => Promise.reject(new StorageAway(new Error('gone')));
    for (let i = 0; i < 4; i++) tasks.completeRun.mockImplementationOnce(away);
    const performed = perform(claim, forEver);
    await vi.advanceTimersByTimeAsync(3_000 + 3_999);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await performed).toBe('over');
    expect(told).toHaveLength(1);
  });

  test('one whose result cannot be stored for another reason is begun again, and the log knows', async () => {
    const { perform, tasks, told, log } = scene(async () => answer);
    tasks.completeRun.mockRejectedValueOnce(new Error('a bug'));
    expect(await perform(claim, forEver)).toBe('again');
    expect(told).toEqual([['crashed']]);
    expect(log.error).toHaveBeenCalledTimes(1);
  });
});
