import { sqlName, type OrdersDatabase, sqlText } from './database.ts';
import { OrdersFault } from './faults.ts';
import type { ResolvedRules } from './rules.ts';
import type { Source, SourceColumn } from './source.ts';

/** Ways of writing dates beside ISO 8601, each with and without a time of day. */
const written = ['%d/%m/%Y', '%m/%d/%Y', '%d-%m-%Y', '%m-%d-%Y', '%d.%m.%Y', '%Y/%m/%d', '%Y%m%d'] as const;
const clocks = ['', ' %H:%M', ' %H:%M:%S', ' %I:%M %p', ' %I:%M:%S %p'] as const;

/** Lines that are tried before the whole file is. */
const SAMPLE = 20_000;

/**
 * SQL for the local time, in the rules' time zone, of a column of dates; NULL where there is none to be read. A date
 * that may be day first or month first is settled by the other dates of the file, or else refused.
 */
export async function localTime(
  column: SourceColumn,
  { source, rules, database }: { source: Source; rules: ResolvedRules; database: OrdersDatabase },
): Promise<string> {
  const { type } = column;
  if (type === 'DATE' || (type.startsWith('TIMESTAMP') && !type.endsWith('TIME ZONE')))
    return `${column.value}::TIMESTAMP`;
  if (type === 'TIMESTAMP WITH TIME ZONE') return `timezone(${sqlText(rules.timeZone)}, ${column.value})`;
  const value = `trim(${column.value}::VARCHAR)`;
  if (rules.dateFormat !== undefined) return named(value, rules, database);
  const candidates: Record<string, string> = {
    iso: isoTime(value, rules.timeZone),
    ...Object.fromEntries(written.map((format) => [format, parsed(value, format)])),
  };
  const counts = async (from: string): Promise<Record<string, number>> => {
    const list = Object.entries(candidates).map(([key, sql]) => `count(${sql}) AS ${sqlName(key)}`);
    const [row = {}] = await database.rows(`SELECT ${list.join(', ')} FROM ${from}`);
    return Object.fromEntries(Object.entries(row).map(([key, count]) => [key, Number(count)]));
  };
  let found = bestOf(await counts(`(SELECT * FROM ${source.from} LIMIT ${SAMPLE})`));
  if (found.length > 1) found = bestOf(await counts(source.from));
  const [first = 'iso', second] = found;
  if (second !== undefined) {
    const [row = {}] = await database.rows(
      `SELECT ${value} AS value FROM ${source.from} WHERE ${candidates[first]} IS NOT NULL LIMIT 1`,
    );
    throw new OrdersFault('DATE_AMBIGUOUS', { column: column.name, value: String(row['value']), first, second });
  }
  return candidates[first] ?? 'NULL';
}

/** The ways that read most values; ISO 8601 alone where it is among them, or where nothing is read at all. */
function bestOf(counts: Readonly<Record<string, number>>): string[] {
  const most = Math.max(...Object.values(counts));
  const best = Object.keys(counts).filter((key) => counts[key] === most);
  return best.includes('iso') ? ['iso'] : best;
}

function parsed(value: string, format: string): string {
  return `try_strptime(${value}, [${clocks.map((clock) => sqlText(`${format}${clock}`)).join(', ')}])`;
}

/** ISO 8601; times with an offset are brought to the zone, others are local times already. */
function isoTime(value: string, timeZone: string): string {
  const local = `TRY_CAST(${value} AS TIMESTAMP)`;
  const offset = `regexp_matches(${value}, ':\\d\\d.*(Z|[+-]\\d\\d(:?\\d\\d)?)$')`;
  // The two usual lengths have no offset; looking for one in every value would take longer than reading it.
  return `CASE WHEN length(${value}) = 10 OR (length(${value}) = 19 AND ${value}[17] = ':') THEN ${local} WHEN ${offset} THEN timezone(${sqlText(timeZone)}, TRY_CAST(${value} AS TIMESTAMPTZ)) ELSE ${local} END`;
}

async function named(
  value: string,
  { dateFormat = '', timeZone }: ResolvedRules,
  database: OrdersDatabase,
): Promise<string> {
  const format = sqlText(dateFormat);
  try {
    await database.rows(`SELECT try_strptime('', ${format})`);
  } catch {
    throw new OrdersFault('DATE_FORMAT', { format: dateFormat });
  }
  const time = `try_strptime(${value}, ${format})`;
  return /%z/i.test(dateFormat) ? `timezone(${sqlText(timeZone)}, ${time})` : `${time}::TIMESTAMP`;
}
