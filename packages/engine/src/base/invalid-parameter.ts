import { fault } from './faults.ts';

/** The fault for `value` at `parameter`, worded from what its schema allows. */
export function invalidParameter(parameter: string, value: unknown, schema: object | undefined) {
  const allowed = (schema ?? {}) as {
    type?: string;
    enum?: readonly string[];
    minimum?: number;
    maximum?: number;
    exclusiveMinimum?: number;
  };
  const minimum = allowed.minimum ?? allowed.exclusiveMinimum ?? '';
  const maximum = allowed.maximum ?? '';
  const choices = allowed.enum?.join(', ') ?? '';
  const above = allowed.exclusiveMinimum !== undefined;
  const bounded = maximum !== '';
  const kind = allowed.enum
    ? 'choice'
    : allowed.type === 'integer'
      ? bounded
        ? 'integer'
        : 'integer_from'
      : allowed.type === 'number'
        ? above
          ? bounded
            ? 'number_above_to'
            : 'number_above'
          : 'number'
        : 'object';
  return fault('INVALID_PARAMETER', { parameter, value: shown(value), kind, minimum, maximum, choices });
}

/** The first `length` units of a text, never half of a character that takes two: many JSON readers refuse a half. */
export function shortened(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

/** A received value as a short piece of JSON, safe to print. */
export function shown(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 60 ? `${shortened(text, 57)}...` : text;
}
