/** Uniform in [0, 1). Every random choice of the engine draws from one of these, never from Math.random. */
export type Random = () => number;

/**
 * A seeded stream: sfc32 over four words spread from the seed by splitmix32, 53 bits a draw.
 * The same seed gives the same stream on every engine and machine.
 * Source: C. Doty-Humphrey, PractRand (sfc32); G. Steele et al., OOPSLA 2014 (splitmix).
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const word = (): number => {
    state = (state + 0x9e3779b9) | 0;
    return scramble(state);
  };
  let a = word();
  let b = word();
  let c = word();
  let counter = 1;
  const next = (): number => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0; // every word stays a 32-bit integer, whatever compiles this
    return out >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

/** A new seed for sub-stream `stream` of `seed`: restart 3 draws the same numbers alone or beside others. */
export function mixSeed(seed: number, stream: number): number {
  return scramble((Math.imul(seed | 0, 0x85ebca6b) ^ scramble((stream + 0x9e3779b9) | 0)) | 0);
}

/** One draw from the standard normal (Box and Muller 1958; the second value is not kept, so streams stay simple). */
export function gaussian(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** From this many integers for each that is drawn on, the few that change places are noted instead of all written down. */
const FEW_OF = 64;

/** `count` distinct integers below `n`, in random order (partial Fisher-Yates). */
export function sampleWithout(random: Random, n: number, count: number): Int32Array {
  if (n >= FEW_OF * count) return fewOf(random, n, count);
  const index = new Int32Array(n);
  for (let i = 0; i < n; i++) index[i] = i;
  const taken = Math.min(count, n);
  for (let i = 0; i < taken; i++) {
    const j = i + Math.floor(random() * (n - i));
    const held = index[i];
    index[i] = index[j];
    index[j] = held;
  }
  return index.slice(0, taken);
}

/** The same draw where only the places that differ from their own index are held. */
function fewOf(random: Random, n: number, count: number): Int32Array {
  const moved = new Map<number, number>();
  const taken = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (n - i));
    taken[i] = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
  }
  return taken;
}

function scramble(word: number): number {
  let z = word | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) | 0;
}
