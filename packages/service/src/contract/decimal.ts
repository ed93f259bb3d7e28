import { type Static, Type } from 'typebox';

/** How numbers are written that a file holds as text. */
export const decimalSchema = Type.Enum(['point', 'comma'], {
  default: 'point',
  description: 'The decimal sign of numbers in text: point reads 1234.5, comma reads 1234,5 and 1.234,5.',
});
export type Decimal = Static<typeof decimalSchema>;

/**
 * A whole cell with a number that has a decimal comma, as a regular expression for JavaScript and the database alike. Points
 * stand before three digits only, and never after a leading zero: 0.125 is no number here, and not 125.
 */
export const commaNumber = String.raw`[+-]?(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?(?:[eE][+-]?\d+)?`;

const whole = new RegExp(`^${commaNumber}$`);

export function isCommaNumber(text: string): boolean {
  return whole.test(text.trim());
}

/** Whether text is no number with a decimal point but would be one with a decimal comma. */
export function wantsComma(text: string): boolean {
  return text.includes(',') && isCommaNumber(text);
}
