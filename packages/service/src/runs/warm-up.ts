import { EXACT_SILHOUETTE_ROWS, languages, shop } from '@clientele/engine';
import { jsonLimits } from '../contract/json.ts';
import { compute } from './compute.ts';

/** Small enough to end soon, often enough for code to be compiled well. */
const FEW = 2_000;
/** More than have exact silhouettes, so that what serves many customers is compiled too. */
const MANY = EXACT_SILHOUETTE_ROWS + 2_000;

/**
 * Answers requests of made-up customers in each language and forgets them. A function that has run some hundred times is
 * compiled for speed: without this the first requests of a process pay for it. A fault is left to those requests to tell.
 */
export function warmUp(): void {
  const rounds = [...languages.map((language) => ({ language, n: FEW })), { language: languages[0], n: MANY }];
  for (const [seed, { language, n }] of rounds.entries()) {
    const { ids, names, columns } = shop({ n, seed }).table;
    const data = ids.map((customer_id, i) => ({
      customer_id,
      features: Object.fromEntries(names.map((name, j) => [name, columns[j]?.[i]])),
    }));
    const body = [new TextEncoder().encode(JSON.stringify({ data }))];
    compute({ body, language, runId: '', limits: jsonLimits });
  }
}
