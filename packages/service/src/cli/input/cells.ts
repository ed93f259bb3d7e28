import { type Decimal, isCommaNumber, wantsComma } from '../../contract/decimal.ts';

/** A table of cells before anyone knows which columns are numbers. */
export interface Cells {
  readonly columns: readonly string[];
  /** Text from CSV; numbers, null and anything else from JSON. */
  readonly rows: readonly (readonly unknown[])[];
  /** Line of the file where a row stands, or the number of the item: what a person would count. */
  readonly lines: readonly number[];
  readonly kind: 'csv' | 'json';
}

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Digits with separators, a currency or a percent sign: meant as a number, but not one that may be guessed. */
const meantAsNumber = /^[+-]?\s*[£$€¥]?\s*[+-]?\d[\d.,'\s\u00A0\u202F]*\s*[%£$€¥]?$/;
const meantAsMissing = /^(?:n\/?a|nan|null|none|nil|-|\?|inf(?:inity)?|[+-]inf(?:inity)?)$/i;

export function isMissing(cell: unknown): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

/** The number in a cell, written with this decimal sign; null when there is none. Never a guess. */
export function numberIn(cell: unknown, decimal: Decimal): number | null {
  if (typeof cell === 'number') return cell;
  if (typeof cell !== 'string') return null;
  const text = cell.trim();
  if (!(decimal === 'comma' ? isCommaNumber(text) : plainNumber.test(text))) return null;
  const value = Number(decimal === 'comma' ? text.replaceAll('.', '').replace(',', '.') : text);
  return Number.isFinite(value) ? value : null;
}

/** Whether a person would call the cell a number: one that reads as it is, or one that has to be written otherwise. */
export function looksNumeric(cell: unknown): boolean {
  if (typeof cell === 'number') return true;
  return typeof cell === 'string' && (plainNumber.test(cell.trim()) || meantAsNumber.test(cell.trim()));
}

/** Which remedy fits a cell that should hold a number, where files are read with this decimal sign. */
export function remedyFor(
  cell: string,
  decimal: Decimal,
): 'decimal' | 'point' | 'comma' | 'sign' | 'missing' | 'infinite' | 'other' {
  const text = cell.trim();
  if (meantAsMissing.test(text)) return 'missing';
  if (decimal === 'comma') return plainNumber.test(text) ? 'point' : /[£$€¥%]/.test(text) ? 'sign' : 'other';
  if (plainNumber.test(text)) return 'infinite';
  if (wantsComma(text)) return 'decimal';
  if (/[£$€¥%]/.test(text)) return 'sign';
  return meantAsNumber.test(text) ? 'comma' : 'other';
}

/** A cell as it may stand in a one-line message. */
export function shownCell(cell: unknown): string {
  const text = typeof cell === 'string' ? cell : (JSON.stringify(cell) ?? 'undefined');
  // oxlint-disable-next-line no-control-regex -- a terminal must not obey what a file says
  const clean = text.replace(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, ' ');
  return clean.length > 40 ? `${clean.slice(0, 39)}…` : clean;
}
