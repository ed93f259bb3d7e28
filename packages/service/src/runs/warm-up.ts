import { explain, languages, segment, shop } from '@clientele/engine';

/** Small enough to end soon, often enough for code to be compiled well. */
const ROUNDS = 3;
const CUSTOMERS = 2_000;

/**
 * Computes segments of made-up customers and forgets them. A function that has run some hundred times is compiled for
 * speed: without this the first requests of a process pay for it.
 */
export function warmUp(): void {
  for (let round = 0; round < ROUNDS; round++) {
    const segmentation = segment(shop({ n: CUSTOMERS, seed: round }).table);
    for (const language of languages) explain(segmentation, language);
  }
}
