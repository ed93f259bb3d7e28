import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import {
  closeTeam,
  leadTeam,
  mapTeam,
  measureTogether,
  stopTeam,
  teamSeat,
  teamSignal,
  teamSize,
} from '../../src/compute/team.ts';
import { measurement } from '../../src/compute/task.ts';
import { Stopped, type TeamSeat } from '../../src/compute/team-words.ts';
import { inRoom } from '../../src/compute/thread.ts';
import { shape } from '../../src/samples/shapes.ts';
import { echo, fail, fit, forever } from '../support/team-tasks.ts';

const helperProgram = new URL('../support/team-helper.ts', import.meta.url);
let open: { seat: TeamSeat; workers: Worker[] } | null = null;

/** A team of `threads` threads, this one leading. */
function gather(threads: number): TeamSeat {
  const seat = teamSeat();
  if (!seat) throw new Error('Node has shared memory');
  const workers = Array.from({ length: threads - 1 }, () => new Worker(helperProgram, { workerData: seat }));
  leadTeam(seat, workers.length);
  open = { seat, workers };
  return seat;
}

afterEach(async () => {
  if (!open) return;
  const { seat, workers } = open;
  open = null;
  leadTeam(seat, 0);
  closeTeam(seat);
  await Promise.all(workers.map((worker) => worker.terminate()));
});

describe.each([1, 2, 4])('a team of %i threads', (threads) => {
  test('returns the outputs in the order of the inputs', () => {
    gather(threads);
    expect(teamSize()).toBe(threads);
    const inputs = Array.from({ length: 200 }, (_, at) => ({ at, text: `Jos\u00e9 ${at}`, half: at / 2 }));
    expect(mapTeam(echo, inputs)).toEqual(inputs);
  });

  test('measures several things in one job, and hands to each the outputs of its own works', () => {
    gather(threads);
    const points = shape('blobs', 4);
    const common = Float64Array.of(1, 2, 3);
    const sums = measurement(
      echo,
      Array.from({ length: 9 }, (_, at) => ({ at, common })),
      (outputs) => outputs,
    );
    const models = measurement(fit, [{ points, k: 3 }], ([model]) => model.inertia);
    const nothing = measurement(echo, [], (outputs) => outputs.length);
    const ended: number[] = [];
    const hear = (at: number, done: number): void => void (done === 1 && ended.push(at));
    expect(measureTogether([sums, nothing, models] as const, {}, hear)).toEqual([
      Array.from({ length: 9 }, (_, at) => ({ at, common })),
      0,
      fit.run({ points, k: 3 }, {}).inertia,
    ]);
    expect(ended.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, at) => at));
  });

  test('carries every number and every array exactly', () => {
    gather(threads);
    const input = {
      numbers: [0, -0, 1 / 3, NaN, Infinity, -Infinity, 5e-324],
      f64: Float64Array.of(0.1, -0, NaN, 1e308),
      f32: Float32Array.of(1 / 3),
      i32: Int32Array.of(-1, 2 ** 31 - 1),
      u8: Uint8Array.of(255),
      empty: new Float64Array(0),
      nothing: null,
    };
    const outputs = mapTeam(
      echo,
      Array.from({ length: 20 }, () => input),
    );
    for (const output of outputs) expect(output).toStrictEqual(input);
  });

  test('fits the same models to the last bit as one thread', () => {
    const points = shape('blobs', 5);
    const alone = [2, 3, 4, 5, 6].map((k) => fit.run({ points, k }, {}));
    gather(threads);
    const together = inRoom((room) => {
      const shared = room.matrix(points);
      return mapTeam(
        fit,
        [2, 3, 4, 5, 6].map((k) => ({ points: shared, k })),
      );
    });
    expect(together).toStrictEqual(alone);
  });

  test('throws the fault of the first input that failed, and works on', () => {
    gather(threads);
    const inputs = Array.from({ length: 30 }, (_, at) => ({ how: at >= 7 ? ('fault' as const) : ('not' as const) }));
    expect(() => mapTeam(fail, inputs)).toThrow(expect.objectContaining({ code: 'NO_FEATURES', details: { rows: 7 } }));
    expect(() => mapTeam(fail, [{ how: 'not' }, { how: 'error' }])).toThrow('broken on purpose');
    expect(mapTeam(echo, [1, 2, 3])).toEqual([1, 2, 3]);
  });

  test('tells of every input once that it is done', () => {
    gather(threads);
    const done: number[] = [];
    mapTeam(
      echo,
      Array.from({ length: 50 }, (_, at) => at),
      {},
      (at, share) => share === 1 && done.push(at),
    );
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, at) => at));
  });

  test('stops when it is asked to from another thread, and works on afterwards', async () => {
    const seat = gather(threads);
    const signal = teamSignal(seat);
    const stopper = new Worker(
      `const { workerData } = require('node:worker_threads');
       setTimeout(() => Atomics.store(new Int32Array(workerData.memory.buffer), workerData.word, 1), 100);`,
      { eval: true, workerData: { memory: seat.memory, word: stopWord(seat) } },
    );
    expect(() => mapTeam(forever, [null, null, null], { signal })).toThrow(Stopped);
    await stopper.terminate();
    signal.clear();
    expect(mapTeam(echo, [1, 2, 3], { signal })).toEqual([1, 2, 3]);
  });
});

/** The control word that `stopTeam` sets, found by setting it. */
function stopWord(seat: TeamSeat): number {
  const words = new Int32Array(seat.memory.buffer, 0, 64);
  const before = words.slice();
  stopTeam(seat);
  const word = words.findIndex((value, at) => value !== before[at]);
  teamSignal(seat).clear();
  return word;
}

test('a task that starts another job runs it on its own thread', () => {
  gather(2);
  const sizes = mapTeam(echo, [0, 1], {}, () => expect(teamSize()).toBe(1));
  expect(sizes).toEqual([0, 1]);
  expect(teamSize()).toBe(2);
});
