import { Refusal } from '../../contract/errors.ts';

/** What is there. Throws the Refusal NOT_FOUND for what is not, be it another's or nobody's. */
export function found<Value>(value: Value | null | false): Value {
  if (value === null || value === false) throw new Refusal('NOT_FOUND');
  return value;
}
