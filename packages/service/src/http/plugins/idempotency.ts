import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { wrongValue } from '../../contract/issues.ts';

const LONGEST = 255;

/** What the caller calls this request by Idempotency-Key, bare or as a quoted text; undefined when it does not. */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const given = headers['idempotency-key'];
  if (given === undefined) return undefined;
  const key = String(given).replace(/^"(.*)"$/, '$1');
  if (key.length >= 1 && key.length <= LONGEST && /^[\x21-\x7e]*$/.test(key)) return key;
  const expected = { type: 'visible', minimum: 1, maximum: LONGEST } as const;
  // What stands in a header may be anybody's secret: it is not told back.
  const issues = [wrongValue('Idempotency-Key', '…', expected)];
  throw new Refusal('INVALID_REQUEST', {}, { issues, location: 'header' });
}
