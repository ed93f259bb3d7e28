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

const kinds = ['f64', 'f32', 'i32', 'u8'] as const;

test('arrays of a room do not overlap, begin at zero, and begin at zero again when their place is used again', () => {
  const array = fc.record({ length: fc.integer({ min: 0, max: 300_000 }), other: fc.boolean() });
  fc.assert(
    fc.property(fc.array(array, { maxLength: 12 }), (wanted) => {
      const shared = memory();
      // Two threads that are given memory in turn: chunks of one may adjoin, or have those of the other between them.
      const arenas = [sharedArena(shared), sharedArena(shared)];
      for (let round = 0; round < 2; round++) {
        const marks = arenas.map((arena) => arena.mark());
        const arrays = wanted.map(({ length, other }, at) => arenas[Number(other)][kinds[at % 4]](length));
        expect(arrays.every((each) => !each.some((value) => value !== 0))).toBe(true);
        arrays.forEach((each, at) => expect(arenas[Number(wanted[at].other)].holds(each)).toBe(true));
        arrays.forEach((each, at) => each.fill(at + 1));
        arrays.forEach((each, at) => expect(each.every((value) => value === at + 1)).toBe(true));
        arenas.forEach((arena, at) => arena.release(marks[at]));
      }
    }),
    { seed: 1, numRuns: 20 },
  );
});

test('small arrays, once given back, leave their place to a large one', () => {
  const shared = memory();
  const arena = sharedArena(shared);
  const mark = arena.mark();
  for (let each = 0; each < 40; each++) arena.f64(100_000);
  arena.release(mark);
  const size = shared.memory.buffer.byteLength;
  arena.f64(40 * 100_000);
  expect(shared.memory.buffer.byteLength).toBe(size);
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

test('an array for which no memory is left takes no place from those before and after it', () => {
  const { memory: real, control } = memory();
  let full = false;
  const grow = (pages: number): number => {
    if (full) throw new RangeError('no more');
    return real.grow(pages);
  };
  const shared: SharedMemory = {
    control,
    memory: {
      get buffer() {
        return real.buffer;
      },
      grow,
    },
  };
  const arena = sharedArena(shared);
  const first = arena.f64(1000).fill(1);
  full = true;
  expect(arena.holds(arena.f64(real.buffer.byteLength))).toBe(false);
  const second = arena.f64(1000).fill(2);
  full = false;
  const third = arena.f64(real.buffer.byteLength).fill(3);
  const fourth = arena.f64(1000).fill(4);
  [first, second, third, fourth].forEach((array, at) => {
    expect(arena.holds(array)).toBe(true);
    expect(array.every((value) => value === at + 1)).toBe(true);
  });
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
