import type { Language } from '@clientele/engine';
import { errorBody } from '../../src/contract/errors.ts';
import { refusalTable } from '../../src/contract/refusal-table.ts';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { compute } from '../../src/runs/compute.ts';
import type { ContractName } from '../../src/contract/runs/runs.ts';
import { bytesOf } from './bodies.ts';

/** What becomes of a body by one of the contracts: status, and the answer or the error's body. */
export function outcomeBy(
  contract: ContractName,
  body: unknown,
  { language = null, limits = jsonLimits }: { language?: Language | null; limits?: typeof jsonLimits } = {},
) {
  const bytes = body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : bytesOf(body);
  const outcome = compute({ contract, body: [bytes], language, runId: 'run', limits });
  if (outcome.kind === 'answer')
    return { status: 200, language: outcome.language, text: new TextDecoder().decode(outcome.body) };
  if (outcome.kind !== 'refusal') throw new Error(JSON.stringify(outcome));
  const { refusal } = outcome;
  const shape = contract === 'customer_segmentation' ? 'customer' : undefined;
  const said = errorBody(refusal, outcome.language ?? 'en', 'id', shape);
  return { status: refusalTable[refusal.reason].status, language: outcome.language, text: JSON.stringify(said) };
}
