import { languages, shop } from '@clientele/engine';
import { jsonLimits } from '../contract/json.ts';
import { compute } from './compute.ts';

/** Small enough to end soon, often enough for code to be compiled well. */
const CUSTOMERS = 2_000;

/**
 * Answers a request of made-up customers in each language and forgets it. A function that has run some hundred times is
 * compiled for speed: without this the first requests of a process pay for it. A fault is left to those requests to tell.
 */
export function warmUp(): void {
  for (const [seed, language] of languages.entries()) {
    const { ids, names, columns } = shop({ n: CUSTOMERS, seed }).table;
    const data = ids.map((customer_id, i) => ({
      customer_id,
      features: Object.fromEntries(names.map((name, j) => [name, columns[j]?.[i]])),
    }));
    const body = [new TextEncoder().encode(JSON.stringify({ data }))];
    compute({ body, language, runId: '', limits: jsonLimits });
  }
}
