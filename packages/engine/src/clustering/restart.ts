import { mixSeed, type Random, seededRandom } from '../base/random.ts';

/** One seed for each restart: restart 3 draws the same numbers however many restarts there are. */
export function restartSeeds(seed: number, restarts: number): number[] {
  return Array.from({ length: restarts }, (_, restart) => mixSeed(seed, restart));
}

/**
 * Runs once for each seed and returns the cheapest result whole, the earliest on a tie. `run` starts from nothing but its
 * own stream, so the order of seeds decides ties only. There must be at least one seed.
 */
export function lowestOf<Result>(
  seeds: readonly number[],
  cost: (result: Result) => number,
  run: (random: Random, restart: number) => Result,
): Result {
  let best = run(seededRandom(seeds[0]), 0);
  for (let restart = 1; restart < seeds.length; restart++) {
    const next = run(seededRandom(seeds[restart]), restart);
    if (cost(next) < cost(best)) best = next;
  }
  return best;
}
