import {
  buildSpace,
  type ColumnReport,
  Fault,
  type FeatureHint,
  meaningOf,
  resolveOptions,
  standardised,
} from '@clientele/engine';
import { type Cells, type Decimal, isMissing, numberIn, shownCell } from './cells.ts';

export type Role = 'id' | 'use' | 'leave' | 'text';
export type Kind = FeatureHint['kind'];
export type Direction = FeatureHint['direction'];

/** A cell that should hold a number. */
export interface BadCell {
  /** The first customer is row 1. */
  readonly row: number;
  readonly value: string;
}

/** One column of a file with what a person asks of it. */
export interface Column {
  readonly name: string;
  /** What it seems to be for. */
  readonly role: Role;
  readonly first: readonly string[];
  readonly missing: number;
  readonly different: number;
  readonly kind: Kind;
  readonly direction: Direction;
  /** Of numbers only. */
  readonly numbers: Numbers | null;
  /** Cells that are no numbers in a column of numbers: the first of them, and how many. */
  readonly bad: { readonly cells: readonly BadCell[]; readonly count: number };
}

/** How a column of numbers is spread, as sent and as clustering will see it. */
export interface Numbers {
  readonly asSent: readonly number[];
  readonly asUsed: readonly number[];
  readonly transform: ColumnReport['transform'];
  readonly constant: boolean;
  readonly skewBefore: number | null;
  readonly skewAfter: number | null;
  readonly median: number;
  readonly top: number;
  /** Share of missing values is beyond what the service takes. */
  readonly tooEmpty: boolean;
}

export const BARS = 36;
const SHOWN = 3;
const BAD_SHOWN = 100;
const idNames = ['customerid', 'id', 'customer', 'userid', 'clientid'];

/** What every column of a table is, as far as its name and values tell. */
export function describeColumns(cells: Cells, decimal: Decimal): Column[] {
  const plain = cells.columns.map((name) => name.toLowerCase().replaceAll(/[\s_-]/g, ''));
  const named = idNames.map((name) => plain.indexOf(name)).find((at) => at >= 0);
  const found = cells.columns.map((name, at) => describeColumn(cells, at, name, decimal));
  const id = named ?? found.findIndex(({ different }) => different === cells.rows.length);
  return found.map((column, at) => (at === id ? { ...column, role: 'id' } : column));
}

function describeColumn({ rows }: Cells, at: number, name: string, decimal: Decimal): Column {
  const values = new Float64Array(rows.length);
  const seen = new Set<unknown>();
  const bad: BadCell[] = [];
  const count = { missing: 0, bad: 0 };
  rows.forEach((row, i) => {
    const cell = row[at];
    const value = isMissing(cell) ? null : numberIn(cell, decimal);
    values[i] = value ?? NaN;
    if (isMissing(cell)) count.missing++;
    else {
      seen.add(cell);
      if (value === null && ++count.bad <= BAD_SHOWN) bad.push({ row: i + 1, value: shownCell(cell) });
    }
  });
  const present = rows.length - count.missing;
  const numeric = present > 0 && count.bad * 2 < present;
  const { kind, direction } = meaningOf(name, {});
  return {
    name,
    role: numeric ? 'use' : 'text',
    first: rows.slice(0, SHOWN).map((row) => (isMissing(row[at]) ? '–' : shownCell(row[at]))),
    missing: count.missing,
    different: seen.size,
    kind,
    direction,
    numbers: numeric ? spread(name, values) : null,
    bad: { cells: numeric ? bad : [], count: numeric ? count.bad : 0 },
  };
}

/** What the engine would make of this column. */
function spread(name: string, values: Float64Array): Numbers | null {
  const present = values.filter((value) => !Number.isNaN(value)).toSorted();
  const known = {
    asSent: histogram(present),
    median: present[Math.floor((present.length - 1) / 2)] ?? 0,
    top: present[Math.floor((present.length - 1) * 0.99)] ?? 0,
  };
  try {
    const ids = Array.from(values, (_, row) => String(row));
    const { space } = buildSpace({ ids, names: [name], columns: [values] }, resolveOptions({}));
    const [report] = space.columns;
    if (!report) return null;
    return {
      ...known,
      asUsed: report.used ? histogram(present.map((value) => standardised(value, report)).toSorted()) : [],
      transform: report.transform,
      constant: report.constant,
      skewBefore: report.skewnessBefore,
      skewAfter: report.skewnessAfter,
      tooEmpty: false,
    };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const tooEmpty = error.code === 'COLUMN_MOSTLY_MISSING';
    return { ...known, asUsed: [], transform: 'none', constant: false, skewBefore: null, skewAfter: null, tooEmpty };
  }
}

/** How many values fall into each of 36 equal steps, from the 0.5 % to the 99.5 % quantile. */
export function histogram(sorted: Float64Array): number[] {
  const counts = Array.from({ length: BARS }, () => 0);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? 0;
  const [low, high] = [at(0.005), at(0.995)];
  for (const value of sorted) {
    const bar = high > low ? Math.floor(((value - low) / (high - low)) * BARS) : 0;
    const place = Math.min(BARS - 1, Math.max(0, bar));
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

/** Pairs of columns that say nearly the same once they are made comparable. */
export function twins(cells: Cells, names: readonly string[], decimal: Decimal): { a: string; b: string; r: number }[] {
  const columns = names.map((name) => {
    const at = cells.columns.indexOf(name);
    return Float64Array.from(cells.rows, (row) => numberIn(row[at], decimal) ?? NaN);
  });
  try {
    const ids = cells.rows.map((_, row) => String(row));
    return [...buildSpace({ ids, names, columns }, resolveOptions({})).space.collinear];
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
}
