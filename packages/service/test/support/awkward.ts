import { gaussian, seededRandom } from '@clientele/engine';

/** A number as it stands in the JSON, such as `5.0`, `1e999` or `NaN`; `undefined` leaves the member out. */
type Token = string | undefined;
/** Customers by row: an id as JSON, and a feature's value as JSON. */
interface AwkwardTable {
  readonly ids: readonly string[];
  readonly columns: Readonly<Record<string, readonly Token[]>>;
}

/** Customers that are hard on arithmetic or on readers, and what both contracts say to them. */
export interface AwkwardCase extends AwkwardTable {
  readonly what: string;
  /** The status, and with 200 the warnings of which each is there, or with a refusal its code. */
  readonly due: readonly [status: 200, ...warnings: string[]] | readonly [status: 400 | 422, code: string];
}

const random = seededRandom(24);
const normal = (): number => gaussian(random);
const count = <Item>(n: number, of: (i: number) => Item): Item[] => Array.from({ length: n }, (_, i) => of(i));
const token = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
const tokens = (n: number, of: (i: number) => number): string[] => count(n, (i) => token(of(i)));
const named = (n: number): string[] => count(n, (i) => `"c${i}"`);

function table(columns: Readonly<Record<string, readonly Token[]>>, ids?: readonly string[]): AwkwardTable {
  return { columns, ids: ids ?? named(Object.values(columns)[0]?.length ?? 0) };
}
/** Two columns of ordinary figures in two groups, and one to be spoiled. */
const beside = (n: number, x: readonly Token[]): AwkwardTable =>
  table({ x, y: tokens(n, (i) => 10 * (i % 2) + normal()), z: tokens(n, (i) => 5 * (i % 2) + normal()) });
/** Ordinary figures but for the first. */
const oneOdd = (first: Token): AwkwardTable => beside(20, [first, ...tokens(19, (i) => i % 7)]);
/** Few values, many columns. */
export const wide = (features: number, rows: number): AwkwardTable =>
  table(Object.fromEntries(count(features, (j) => [`f${j}`, tokens(rows, (i) => ((i * (j + 3)) % 11) + j)])));

const N = 40;
const ramp = tokens(N, (i) => i);
const withIds = (ids: readonly string[]): AwkwardTable =>
  table({ x: tokens(ids.length, (i) => i % 9), y: tokens(ids.length, (i) => 10 * (i % 2)) }, ids);
type Due = AwkwardCase['due'];
const fine: Due = [200, 'SMALL_SAMPLE'];
const wrong: Due = [422, 'INVALID_PARAMETER'];

const cases: Record<string, readonly [AwkwardTable, Due]> = {
  'a NaN': [oneOdd('NaN'), [400, 'BAD_REQUEST']],
  'an Infinity': [oneOdd('Infinity'), [400, 'BAD_REQUEST']],
  'a minus Infinity': [oneOdd('-Infinity'), [400, 'BAD_REQUEST']],
  'a hexadecimal number': [oneOdd('0x10'), [400, 'BAD_REQUEST']],
  'a number with a leading zero': [oneOdd('007'), [400, 'BAD_REQUEST']],
  'a number too large': [oneOdd('1e999'), wrong],
  'a number too far below zero': [oneOdd('-1e999'), wrong],
  'a number too long to be held': [oneOdd('9'.repeat(400)), wrong],
  'a number as text': [oneOdd('"5"'), wrong],
  'a truth value': [oneOdd('true'), wrong],
  'a list': [oneOdd('[1]'), wrong],
  'an object': [oneOdd('{"a":1}'), wrong],
  'a number too small to be held': [oneOdd('1e-999'), fine],
  'the largest number': [oneOdd('1.7976931348623157e308'), fine],
  'the smallest number': [oneOdd('5e-324'), fine],
  'minus zero': [oneOdd('-0'), fine],
  'a number of 400 digits': [oneOdd(`0.${'123456789'.repeat(44)}`), fine],
  'an outlier of 1e15': [oneOdd('1e15'), fine],
  'an outlier of 1e300': [oneOdd('1e300'), fine],
  'a missing value': [oneOdd('null'), [200, 'IMPUTED']],
  'a member left out': [oneOdd(undefined), [200, 'IMPUTED']],
  'the ends of what a number holds': [
    beside(
      N,
      tokens(N, (i) => (i % 2 ? 1e308 : -1e308)),
    ),
    fine,
  ],
  'the ends in every column': [
    table({ x: tokens(N, (i) => (i % 2 ? 1e308 : -1e308)), y: tokens(N, (i) => (i % 3 ? 1.7e308 : -1.7e308)) }),
    fine,
  ],
  'denormal numbers': [
    beside(
      N,
      tokens(N, (i) => 5e-324 * (i % 5)),
    ),
    fine,
  ],
  'nothing but denormal numbers': [table({ x: tokens(N, (i) => 5e-324 * (1 + (i % 4))) }), fine],
  'zeros of both signs': [
    beside(
      N,
      tokens(N, (i) => (i % 2 ? 0 : -0)),
    ),
    [200, 'CONSTANT_COLUMN'],
  ],
  'steps of an eighth on 1e15': [
    beside(
      N,
      tokens(N, (i) => 1e15 + i * 0.125),
    ),
    fine,
  ],
  'steps of the last digit on 1e16': [
    beside(
      N,
      tokens(N, (i) => 1e16 + 2 * (i % 2)),
    ),
    fine,
  ],
  'columns of 1e-300 and 1e300': [
    table({ x: tokens(N, (i) => 1e-300 * (1 + (i % 7))), y: tokens(N, (i) => 1e300 * (1 + (i % 5))) }),
    fine,
  ],
  'thirteen orders of magnitude': [
    beside(
      N,
      tokens(N, (i) => 10 ** (i % 13)),
    ),
    fine,
  ],
  'figures below zero': [
    beside(
      N,
      tokens(N, (i) => -1 - i),
    ),
    fine,
  ],
  'whole numbers written as 5.0 and 5E0': [
    beside(
      N,
      count(N, (i) => [`${i}.0`, `${i}E0`, `${i}e+0`][i % 3]),
    ),
    fine,
  ],
  'zeros but for a few': [
    beside(
      N,
      tokens(N, (i) => (i < 3 ? i : 0)),
    ),
    fine,
  ],
  'a constant column': [
    beside(
      N,
      tokens(N, () => 7),
    ),
    [200, 'CONSTANT_COLUMN'],
  ],
  'a constant column of 1e308': [
    beside(
      N,
      tokens(N, () => 1e308),
    ),
    [200, 'CONSTANT_COLUMN'],
  ],
  'constant columns but one': [
    table({ x: tokens(N, (i) => i), y: tokens(N, () => 1), z: tokens(N, () => -1e9) }),
    [200, 'CONSTANT_COLUMN'],
  ],
  'a column of nothing': [
    beside(
      N,
      count(N, () => 'null'),
    ),
    wrong,
  ],
  'a column with one value': [
    beside(
      N,
      count(N, (i) => (i === 5 ? '3' : 'null')),
    ),
    wrong,
  ],
  'a column half missing': [
    beside(
      N,
      count(N, (i) => (i % 2 ? 'null' : String(i))),
    ),
    wrong,
  ],
  'nothing but nulls': [table({ x: count(N, () => 'null'), y: count(N, () => 'null') }), wrong],
  'a customer with nothing': [
    table({ x: ['null', ...tokens(N, (i) => i)], y: ['null', ...tokens(N, (i) => i % 2)] }),
    [200, 'IMPUTED'],
  ],
  'no customers': [table({ x: [] }), [422, 'INSUFFICIENT_DATA']],
  'one customer': [table({ x: ['1'], y: ['2'] }), [422, 'INSUFFICIENT_DATA']],
  'two customers': [table({ x: ['1', '2'], y: ['5', '3'] }), fine],
  'two identical customers': [table({ x: ['1', '1'], y: ['2', '2'] }), [200, 'ALL_IDENTICAL']],
  'three customers': [table({ x: ['1', '2', '9'] }), fine],
  'customers all alike': [table({ x: tokens(N, () => 3), y: tokens(N, () => 4) }), [200, 'ALL_IDENTICAL']],
  'customers all alike but one': [table({ x: tokens(N, (i) => Number(i === 0)), y: tokens(N, () => 4) }), fine],
  'two points, twenty customers on each': [table({ x: tokens(N, (i) => i % 2), y: tokens(N, (i) => i % 2) }), fine],
  'three points': [table({ x: tokens(N, (i) => i % 3), y: tokens(N, (i) => (i % 3) ** 2) }), fine],
  'one feature': [table({ x: tokens(N, (i) => 100 * (i % 2) + normal()) }), fine],
  'one feature of two values': [table({ x: tokens(N, (i) => i % 2) }), fine],
  'a column twice': [table({ x: ramp, again: ramp, y: tokens(N, (i) => i % 2) }), [200, 'COLLINEAR_COLUMNS']],
  'a column and its negative': [table({ x: ramp, less: tokens(N, (i) => -i) }), [200, 'COLLINEAR_COLUMNS']],
  'ten columns that are one': [
    table(Object.fromEntries(count(10, (j) => [`f${j}`, ramp]))),
    [200, 'COLLINEAR_COLUMNS', 'COLLINEAR_MORE'],
  ],
  'more features than customers': [wide(30, 8), fine],
  'five times as many': [wide(60, 12), fine],
  'more features than there may be': [wide(257, 12), [400, 'BAD_REQUEST']],
  '5,000 features': [wide(5_000, 6), [400, 'BAD_REQUEST']],
  'customers evenly on a line': [table({ x: ramp }), fine],
  'customers on a lattice': [table({ x: tokens(36, (i) => i % 6), y: tokens(36, (i) => Math.floor(i / 6)) }), fine],
  'customers on a circle': [table({ x: tokens(N, (i) => Math.cos(i)), y: tokens(N, (i) => Math.sin(i)) }), fine],
  'two groups 1e12 apart': [table({ x: tokens(N, (i) => 1e12 * (i % 2) + normal()), y: tokens(N, normal) }), fine],
  'nothing but chance': [table({ x: tokens(N, normal), y: tokens(N, normal) }), fine],
  'ids beyond 2^53, one apart': [withIds(count(N, (i) => String(2n ** 53n + BigInt(i)))), fine],
  'ids of 200 digits': [withIds(count(N, (i) => `${'1'.repeat(199)}${i % 10}${Math.floor(i / 10)}`)), fine],
  'ids that look alike': [withIds(count(N, (i) => `"${'0'.repeat(i)}1"`)), fine],
  'an id twice': [withIds([...named(N - 1), '"c0"']), wrong],
  'a number and its text as ids': [withIds([...named(N - 2), '7', '"7"']), wrong],
  'an id that is a fraction': [withIds(['1.5', ...named(N - 1)]), wrong],
  'an id that is empty': [withIds(['""', ...named(N - 1)]), wrong],
  'features of strange names': [table({ ' ': ramp, 'ü\n"\u2028': tokens(N, (i) => i % 3), '🛒': ramp }), fine],
  'a feature that could poison an object': [table({ ['__proto__']: ramp, x: ramp }), [400, 'BAD_REQUEST']],
};

/** Every case, named. */
export const awkwardCases: readonly AwkwardCase[] = Object.entries(cases).map(([what, [given, due]]) => ({
  what,
  due,
  ...given,
}));

/** The body of `customer-intelligence/segmentation` with these customers. */
export function flatBody(customers: AwkwardTable, parameters: object = {}): string {
  return bodyOf(customers, parameters, (id, members) => `{${[id, ...members].join(',')}}`);
}

/** The body of `purchasing_segmentation` with these customers. */
export function nestedBody(customers: AwkwardTable, parameters: object = {}): string {
  return bodyOf(customers, parameters, (id, members) => `{${id},"features":{${members.join(',')}}}`);
}

/** Written by hand: JSON.stringify would mend what is odd. */
function bodyOf(
  { ids, columns }: AwkwardTable,
  parameters: object,
  customer: (id: string, members: readonly string[]) => string,
): string {
  const rows = ids.map((id, i) => {
    const present = Object.entries(columns).filter(([, values]) => values[i] !== undefined);
    return customer(
      `"customer_id":${id}`,
      present.map(([name, values]) => `${JSON.stringify(name)}:${values[i]}`),
    );
  });
  return `{${JSON.stringify(parameters).slice(1, -1)}${Object.keys(parameters).length > 0 ? ',' : ''}"data":[${rows.join(',')}]}`;
}
