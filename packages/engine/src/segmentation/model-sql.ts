import { fault } from '../base/faults.ts';
import { invalidParameter } from '../base/invalid-parameter.ts';
import { blankDensities, prepare } from '../clustering/gaussian-components.ts';
import { LARGEST_COORDINATE } from '../features/space.ts';
import type { ColumnReport } from '../features/column-report.ts';
import { matrix } from '../matrix/matrix.ts';
import type { Membership, SegmentModel } from './score.ts';
import { quotedName } from './sql-text.ts';

/** The databases whose SQL can be written. */
export const sqlDialects = ['duckdb', 'postgres'] as const;
export type SqlDialect = (typeof sqlDialects)[number];

export interface SqlOptions {
  readonly dialect: SqlDialect;
  /** Table with a column for every used feature, named as the feature; `schema.table` names both. Default customers. */
  readonly table?: string;
  /** Its column with the customer's id. Default customer_id. */
  readonly id?: string;
}

type CoreMembership = Extract<Membership, { kind: 'cores' }>;

/** Numbers that a query may hold: above, databases take longer to read it than to run it. */
const MOST_NUMBERS = 100_000;
/** From this ratio on 1 + x / unit is x / unit to the last digit, and dividing could overflow. */
const LARGE_RATIO = 1e17;

/**
 * A SELECT of every customer's id and segment, with the steps and numbers of `score`: missing values become the fitted
 * median, then logarithms and z-scores, then the nearest mean, the likeliest component or the nearest core customer. Null
 * and NaN are missing; a customer with an infinite value, which `score` refuses, gets NULL.
 *
 * Throws MODEL_TOO_LARGE for a model of more than 100,000 numbers, and INVALID_PARAMETER for a dialect nobody knows.
 */
export function modelToSql(model: SegmentModel, options: SqlOptions): string {
  const { dialect, table = 'customers', id = 'customer_id' } = options;
  if (!sqlDialects.includes(dialect)) throw invalidParameter('dialect', dialect, { enum: [...sqlDialects] });
  const numbers = numbersIn(model);
  if (numbers > MOST_NUMBERS) throw fault('MODEL_TOO_LARGE', { numbers, limit: MOST_NUMBERS });
  const columns = model.used.map((name) => reportOf(model, name));
  const parts = [
    step('filled', [`${quotedName(id)} AS customer`, ...columns.map(filled)], sourceOf(table)),
    step('coordinates', ['customer', ...columns.map(coordinate)], 'filled', dialect),
  ];
  return `WITH ${parts.join(',\n')}${model.membership.kind === 'cores' ? byCores(model, model.membership, id) : byClusters(model, id)}`;
}

function numbersIn({ used: { length: d }, segments, membership }: SegmentModel): number {
  if (membership.kind === 'cores') return membership.points.length + membership.labels.length;
  return membership.kind === 'means' ? segments.length * d : segments.length * d * (1 + (d + 1) / 2);
}

function reportOf({ columns, names }: SegmentModel, name: string): ColumnReport {
  const report = columns.find((column) => column.name === name);
  if (!report) throw fault('MODEL_MISMATCH', { expected: name, received: names.join(', ') });
  return report;
}

function sourceOf(table: string): string {
  return table.split('.').map(quotedName).join('.');
}

/** One named step. Kept apart, PostgreSQL takes a logarithm once a customer and not once a cluster; DuckDB does anyway. */
function step(name: string, columns: readonly string[], source: string, dialect?: SqlDialect): string {
  const kept = dialect === 'postgres' ? 'AS MATERIALIZED' : 'AS';
  return `${name} ${kept} (\n  SELECT\n    ${columns.join(',\n    ')}\n  FROM ${source}\n)`;
}

/** With an exponent a literal is a double in every dialect, and all its digits are there. */
function literal(value: number): string {
  return value < 0 ? `(${value.toExponential()})` : value.toExponential();
}

/** The value sent, the median where there is none, NULL where it is infinite. */
function filled({ name, median }: ColumnReport, c: number): string {
  const value = `CAST(${quotedName(name)} AS double precision)`;
  const is = (special: string): string => `= CAST('${special}' AS double precision)`;
  const missing = `${value} IS NULL OR ${value} ${is('NaN')}`;
  return `CASE WHEN ${missing} THEN ${literal(median)} WHEN ABS(${value}) ${is('Infinity')} THEN NULL ELSE ${value} END AS x${c}`;
}

/** What clustering saw of x, as `standardised` and `transformTable` make it; an overflow is an error in PostgreSQL. */
function coordinate({ transform, unit, mean, scale }: ColumnReport, c: number): string {
  const x = `x${c}`;
  if (transform !== 'none') {
    const size = `ABS(${x})`;
    const large = `${size} > ${literal(Math.min(Number.MAX_VALUE, unit * LARGE_RATIO))} THEN LN(${size}) - ${literal(Math.log(unit))}`;
    const logarithm = `CASE WHEN ${large} ELSE LN(1e0 + ${size} / ${literal(unit)}) END`;
    return `(SIGN(${x}) * ${logarithm} - ${literal(mean)}) / ${literal(scale)} AS z${c}`;
  }
  const edge = literal(LARGEST_COORDINATE);
  const high = mean + LARGEST_COORDINATE * scale;
  const low = mean - LARGEST_COORDINATE * scale;
  if (!Number.isFinite(high - low)) return `${x} / ${literal(scale)} - ${literal(mean / scale)} AS z${c}`;
  const inside = `(${x} - ${literal(mean)}) / ${literal(scale)}`;
  return `CASE WHEN ${x} > ${literal(high)} THEN ${edge} WHEN ${x} < ${literal(low)} THEN -${edge} ELSE ${inside} END AS z${c}`;
}

/** The cluster with the least distance, or the least negative logarithm of its density; the lowest on a tie. */
function byClusters(model: SegmentModel, id: string): string {
  const { segments, membership } = model;
  const costs = membership.kind === 'mixture' ? densitiesOf(model) : distancesOf(model);
  const live = costs.flatMap((cost, j) => (segments[j] >= 0 && cost !== null ? [{ cost, j }] : []));
  const least = `LEAST(${live.map(({ j }) => `d${j}`).join(', ')})`;
  const cases = live.map(({ j }) => `WHEN d${j} THEN ${segments[j]}`);
  return `,\n${step('costs', ['customer', ...live.map(({ cost, j }) => `${cost} AS d${j}`)], 'coordinates')}
SELECT customer AS ${quotedName(id)}, CASE ${least} ${cases.join(' ')} END AS segment
FROM costs`;
}

function distancesOf({ segments, membership, used }: SegmentModel): string[] {
  const means = membership.means;
  return segments.map((_, j) => squaredSum(used.map((__, c) => `z${c} - ${literal(means[j * used.length + c])}`)));
}

function squaredSum(terms: readonly string[]): string {
  return terms.length > 0 ? terms.map((term) => `(${term}) * (${term})`).join(' + ') : '0e0';
}

/** Half the squared whitened distance less the peak's logarithm; null for a component that weighs nothing. */
function densitiesOf({ segments: { length: k }, membership, used: { length: d } }: SegmentModel): (string | null)[] {
  if (membership.kind !== 'mixture') return [];
  const densities = blankDensities(k, d);
  const [weights, means, covariances] = [membership.weights, membership.means, membership.covariances].map((numbers) =>
    Float64Array.from(numbers),
  );
  prepare({ weights, means: matrix(k, d, means), covariances }, densities);
  return densities.parts.map(({ whitening }, j) => {
    const peak = densities.peaks[j];
    if (!Number.isFinite(peak)) return null;
    const rows = Array.from({ length: d }, (_, p) =>
      Array.from({ length: p + 1 }, (__, q) => {
        const weight = literal(whitening[(p * (p + 1)) / 2 + q]);
        return `${weight} * (z${q} - ${literal(means[j * d + q])})`;
      }).join(' + '),
    );
    return `(${squaredSum(rows)}) / 2e0 - ${literal(peak)}`;
  });
}

/** The nearest core customer within eps, the first on a tie; else noise. */
function byCores({ segments, used }: SegmentModel, { eps, labels, points }: CoreMembership, id: string): string {
  const known = used.map((_, c) => `z${c} IS NULL`).join(' OR ');
  const answer = (segment: string): string =>
    `SELECT customer AS ${quotedName(id)}, CASE WHEN ${known} THEN NULL ELSE ${segment} END AS segment`;
  if (labels.length === 0) return `\n${answer('-1')}\nFROM coordinates`;
  const d = used.length;
  const rows = labels.map((label, i) => {
    const place = points.slice(i * d, (i + 1) * d).map(literal);
    return `(${[i, segments[label] ?? -1, ...place].join(', ')})`;
  });
  const distance = squaredSum(used.map((_, c) => `z${c} - c${c}`));
  return `,
numbered AS MATERIALIZED (SELECT *, ROW_NUMBER() OVER () AS number FROM coordinates),
cores (core, label, ${used.map((_, c) => `c${c}`).join(', ')}) AS (VALUES
  ${rows.join(',\n  ')}
),
near AS (
  SELECT number, label, ROW_NUMBER() OVER (PARTITION BY number ORDER BY ${distance}, core) AS place
  FROM numbered JOIN cores ON ${distance} <= ${literal(eps * eps)}
)
${answer('COALESCE(label, -1)')}
FROM numbered LEFT JOIN near ON near.number = numbered.number AND near.place = 1`;
}
