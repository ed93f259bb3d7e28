import { EXACT_SILHOUETTE_ROWS, type Language, languages, shop, type Watch } from '@clientele/engine';
import { jsonLimits } from '../contract/json/json.ts';
import { compute } from './compute.ts';
import type { Warm } from './crew.ts';
import { customersOf } from '../contract/segmentation/purchasing-body.ts';

interface Round {
  readonly language: Language;
  readonly customers: number;
}

/** So few that a service is ready soon, for all code to be loaded. */
const FIRST: Round = { language: languages[0], customers: 200 };
/** Often enough for code to be compiled well. */
const FEW = 2_000;
/** More than K-Means starts on. */
const SOME = 10_000;
/** More than have exact silhouettes, so that what serves many customers is compiled too. */
const MANY = EXACT_SILHOUETTE_ROWS + 2_000;

/**
 * Answers requests of made-up customers and forgets them: one of a few at the first call, then one at each call in every
 * language and size. A function that has run some hundred times is compiled for speed: without this the first requests of
 * a process pay for it. One that `signal` stops is not tried again, for what comes in its place warms up as well. A fault is
 * left to requests to tell.
 */
export function warmingUp(wanted: boolean, signal: Watch['signal']): () => Warm {
  const rounds: Round[] = wanted
    ? [
        FIRST,
        ...languages.map((language) => ({ language, customers: FEW })),
        ...[SOME, MANY].map((customers) => ({ language: languages[0], customers })),
      ]
    : [];
  let seed = 0;
  return () => {
    const round = rounds.shift();
    if (round) answer(round, seed++, signal);
    return { kind: 'warm', more: rounds.length > 0 };
  };
}

function answer({ language, customers }: Round, seed: number, signal: Watch['signal']): void {
  const data = customersOf(shop({ n: customers, seed }).table);
  const body = [new TextEncoder().encode(JSON.stringify({ data }))];
  compute({ body, language, runId: '', limits: jsonLimits }, signal ? { signal } : {});
}
