import type { CustomerTable, Language, SegmentModel } from '@clientele/engine';
import { decodeRows, idKeys } from '../segmentation/customer-segmentation-rows.ts';
import { decodeCustomers } from '../segmentation/decode-customers.ts';
import {
  eachParameter,
  exactIds,
  languageOf,
  type Remark,
  shownPath,
  unknownParameters,
} from '../segmentation/decode-parameters.ts';
import { Refusal } from '../errors.ts';
import { gatherIssues, type Issues, wrongValue } from '../issues.ts';
import { inspect, isObject, type JsonLimits, parseObject } from '../json/json.ts';
import { scanBody } from '../json/scan-body.ts';
import { spellings } from '../spelling.ts';

/** Customers to be scored, understood. */
export interface ScoreRequest {
  readonly table: CustomerTable;
  readonly language: Language;
  readonly remarks: readonly Remark[];
}

interface Read {
  readonly table: CustomerTable;
  /** Fields without a number, which cannot be used. */
  readonly texts: readonly string[];
  /** Members of rows that are not read. */
  readonly unknown: ReadonlySet<string>;
}

const known = spellings(['data', 'lang']);

/**
 * The customers of a body that are to be scored by `model`: in the shape of purchasing_segmentation, or as flat rows. What
 * the model does not know is left out with a remark. `language` is what Accept-Language asked for, null when it leaves it to
 * the body's `lang`. Throws a Refusal.
 */
export function decodeScoreRequest(
  bytes: Uint8Array,
  model: Pick<SegmentModel, 'names'>,
  language: Language | null,
  limits: JsonLimits,
): ScoreRequest {
  const scanned = scanBody(bytes, limits);
  const parsed = scanned ? null : parseObject(bytes, limits);
  const body = scanned?.body ?? parsed?.value ?? {};
  const speaking = language ?? languageOf(body);
  const issues = gatherIssues();
  const unknown: string[] = [];
  let read: Read | undefined;
  try {
    const seen = eachParameter(body, known, { issues, limits, unknown }, (name, key) => {
      if (name !== 'data') inspect(body[key], limits);
      else if (scanned) read = { table: scanned.table, texts: [], unknown: new Set() };
      else read = readData(body[key], parsed?.text ?? '', { issues, limits });
    });
    if (!seen.has('data')) issues.add({ code: 'MISSING_PARAMETER', path: 'data', kind: 'missing' });
    else if (read?.table.ids.length === 0) issues.add({ code: 'MISSING_PARAMETER', path: 'data[0]', kind: 'missing' });
    if (issues.list.length > 0 || !read)
      throw new Refusal('INVALID_REQUEST', {}, { issues: issues.list, truncated: issues.truncated });
  } catch (error) {
    if (error instanceof Refusal) error.language = speaking;
    throw error;
  }
  const { table, texts } = read;
  const extra = table.names.filter((name) => !model.names.includes(name));
  const used = [...table.names.keys()].filter((j) => model.names.includes(table.names[j] ?? ''));
  const unread = [...[...read.unknown].map((member) => `data[].${member}`), ...extra.map((name) => `data[].${name}`)];
  return {
    table: {
      ids: table.ids,
      names: used.map((j) => table.names[j] ?? ''),
      columns: used.map((j) => table.columns[j] ?? new Float64Array()),
    },
    language: speaking,
    remarks: [
      ...unknownParameters([...unknown, ...unread]),
      ...texts.map((name) => ({ code: 'TEXT_FIELD_IGNORED' as const, path: shownPath(`data[].${name}`) })),
    ],
  };
}

function readData(
  data: unknown,
  text: string,
  { issues, limits }: { issues: Issues; limits: JsonLimits },
): Read | undefined {
  if (!Array.isArray(data)) {
    inspect(data, limits);
    issues.add(wrongValue('data', data, { type: 'array' }));
    return undefined;
  }
  if (data.length > limits.customers) throw new Refusal('TOO_MANY_CUSTOMERS', { limit: limits.customers });
  const [first] = data as unknown[];
  if (isObject(first) && Object.hasOwn(first, 'features'))
    return { ...decodeCustomers(data, issues, limits, exactIds(text, ['customer_id', 'customerId'])), texts: [] };
  return decodeRows(data, [], { issues, limits, exactId: exactIds(text, idKeys) });
}
