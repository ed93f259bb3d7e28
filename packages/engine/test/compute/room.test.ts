import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedMemory, type SharedMemory } from '../../src/compute/memory.ts';
import { sharedArena } from '../../src/compute/room.ts';
import { inRoom, thread } from '../../src/compute/thread.ts';
import { shape } from '../../src/samples/shapes.ts';

function memory(): SharedMemory {
  const shared = sharedMemory();
  if (!shared) throw new Error('Node has shared memory');
  return shared;
}

test('arrays of a room do not overlap, begin at zero, and begin at zero again when their place is used again', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300_000 }), { maxLength: 12 }), (lengths) => {
      const arena = sharedArena(memory());
      for (let round = 0; round < 2; round++) {
        const mark = arena.mark();
        const arrays = lengths.map((length, at) =>
          at % 4 === 0
            ? arena.f64(length)
            : at % 4 === 1
              ? arena.f32(length)
              : at % 4 === 2
                ? arena.i32(length)
                : arena.u8(length),
        );
        expect(arrays.every((array) => arena.holds(array) && !array.some((value) => value !== 0))).toBe(true);
        arrays.forEach((array, at) => array.fill(at + 1));
        arrays.forEach((array, at) => expect(array.every((value) => value === at + 1)).toBe(true));
        arena.release(mark);
      }
    }),
    { seed: 1, numRuns: 20 },
  );
});

test('arrays stay good when the memory grows under them, and are known again', () => {
  const shared = memory();
  const arena = sharedArena(shared);
  const before = arena.i32(1000).fill(7);
  const size = shared.memory.buffer.byteLength;
  const after = arena.f64(size);
  expect(shared.memory.buffer.byteLength).toBeGreaterThan(size);
  expect(before.every((value) => value === 7)).toBe(true);
  expect([before, after].every(arena.holds)).toBe(true);
});

test('the same calls again take no more memory', () => {
  const shared = memory();
  const arena = sharedArena(shared);
  const work = (): void => {
    const mark = arena.mark();
    for (const length of [10, 200_000, 5, 900_000, 40_000]) arena.f64(length);
    arena.release(mark);
  };
  work();
  const size = shared.memory.buffer.byteLength;
  for (let round = 0; round < 50; round++) work();
  expect(shared.memory.buffer.byteLength).toBe(size);
});

test('with the memory full a room gives ordinary arrays, which no kernel is handed', () => {
  const { memory: real, control } = memory();
  const full: SharedMemory = {
    control,
    memory: {
      buffer: real.buffer,
      grow: () => {
        throw new RangeError('no more');
      },
    },
  };
  const arena = sharedArena(full);
  const array = arena.f64(real.buffer.byteLength);
  expect(array).toHaveLength(real.buffer.byteLength);
  expect(arena.holds(array)).toBe(false);
});

test('a room is given back when the work in it throws', () => {
  const { arena } = thread();
  const before = arena.mark();
  expect(() =>
    inRoom((room) => {
      room.f64(1000);
      throw new Error('on purpose');
    }),
  ).toThrow('on purpose');
  expect(arena.mark()).toEqual(before);
});

test("arrays of another memory are not taken for this thread's own", () => {
  const foreign = sharedArena(memory()).f64(100);
  expect(thread().arena.holds(foreign)).toBe(false);
  inRoom((room) => {
    const points = shape('blobs', 1, 50);
    const shared = room.matrix(points);
    expect(room.matrix(shared)).toBe(shared);
    expect(shared.data).not.toBe(points.data);
    expect([...shared.data]).toEqual([...points.data]);
  });
});
