import type { CustomerTable, Language, SegmentOptions } from '@clientele/engine';
import { decodeCustomers, featureName } from './decode-customers.ts';
import {
  eachParameter,
  exactIds,
  fitsSchema,
  languageOf,
  previousRunIn,
  type Remark,
  unknownParameters,
} from './decode-parameters.ts';
import { Refusal } from '../errors.ts';
import { gatherIssues, type Issues, wrongValue } from '../issues.ts';
import { inspect, isObject, jsonLimits, type JsonLimits, type JsonObject, parseObject } from '../json/json.ts';
import {
  type AlgorithmName,
  algorithmNames,
  type ChooseName,
  chooseNames,
  type ParameterName,
  parameters,
} from './purchasing-segmentation.ts';
import { scanBody } from '../json/scan-body.ts';
import { spellings } from '../spelling.ts';

/** A request understood. */
export interface PurchasingRequest {
  readonly table: CustomerTable;
  readonly options: SegmentOptions;
  readonly language: Language;
  readonly remarks: readonly Remark[];
  /** The run whose segments are to keep their identity. */
  readonly previousRunId: string | null;
}

const names = [...Object.keys(parameters), 'data'];
const known = spellings(names);
/**
 * A request body of purchasing_segmentation as a table and options. `language` is what Accept-Language asked for, null
 * when it leaves the choice to the body's `lang`. Throws a Refusal that lists the first hundred faults in document order.
 * `scan` is the short way for plain bodies; without it, every body takes the parser's, to the same end.
 */
export function decode(
  bytes: Uint8Array,
  language: Language | null,
  limits: JsonLimits = jsonLimits,
  scan: typeof scanBody = scanBody,
): PurchasingRequest {
  const { body, readData } = read(bytes, limits, scan);
  const speaking = language ?? languageOf(body);
  try {
    return decodeBody(body, readData, speaking, limits);
  } catch (error) {
    if (error instanceof Refusal) error.language = speaking;
    throw error;
  }
}

/** The table of a body's `data` with the unread members of its rows; undefined when there is none to be had. */
type ReadData = (data: unknown, issues: Issues) => { table: CustomerTable; unknown: ReadonlySet<string> } | undefined;

/** The body, and how its customers become a table. They already are one, and `data` is empty, where a scan sufficed. */
function read(bytes: Uint8Array, limits: JsonLimits, scan: typeof scanBody): { body: JsonObject; readData: ReadData } {
  const scanned = scan(bytes, limits);
  if (scanned) return { body: scanned.body, readData: () => ({ table: scanned.table, unknown: new Set() }) };
  const { value, text } = parseObject(bytes, limits);
  return { body: value, readData: (data, issues) => decodeData(data, text, issues, limits) };
}

function decodeBody(body: JsonObject, readData: ReadData, language: Language, limits: JsonLimits): PurchasingRequest {
  const issues = gatherIssues();
  const options: Record<string, unknown> = {};
  const unknown: string[] = [];
  let table: CustomerTable | undefined;
  const seen = eachParameter(body, known, { issues, limits, unknown }, (name, key) => {
    if (name === 'data') {
      const decoded = readData(body[key], issues);
      table = decoded?.table;
      if (decoded) unknown.push(...[...decoded.unknown].map((member) => `data[].${member}`));
    } else {
      inspect(body[key], limits);
      decodeParameter(name as ParameterName, key, body[key], { issues, options });
    }
  });
  if (!seen.has('data')) issues.add({ code: 'MISSING_PARAMETER', path: 'data', kind: 'missing' });
  if (issues.list.length > 0 || !table)
    throw new Refusal('INVALID_REQUEST', {}, { issues: issues.list, truncated: issues.truncated });
  if (table.ids.length < 2)
    throw new Refusal('INSUFFICIENT_DATA', { minimum_required: 2, provided: table.ids.length }, { path: 'data' });
  unknown.push(...nameHints(options, table));
  // Each value was checked against the schema of the option it sets.
  const previousRunId = previousRunIn(body, seen);
  return { table, options, language, remarks: unknownParameters(unknown), previousRunId };
}

/** Spells hints as the table spells its features; what is returned are hints about features that nobody sent. */
function nameHints(options: Record<string, unknown>, { names: features }: CustomerTable): string[] {
  const hints = options['featureHints'];
  if (!isObject(hints)) return [];
  options['featureHints'] = Object.fromEntries(Object.entries(hints).map(([name, hint]) => [featureName(name), hint]));
  return Object.keys(hints)
    .filter((name) => !features.includes(featureName(name)))
    .map((name) => `feature_hints.${name}`);
}

function decodeData(data: unknown, text: string, issues: Issues, limits: JsonLimits) {
  if (!Array.isArray(data)) {
    inspect(data, limits);
    issues.add(wrongValue('data', data, { type: 'array' }));
    return undefined;
  }
  if (data.length > limits.customers) throw new Refusal('TOO_MANY_CUSTOMERS', { limit: limits.customers });
  return decodeCustomers(data, issues, limits, exactIds(text, ['customer_id', 'customerId']));
}

function decodeParameter(
  name: ParameterName,
  path: string,
  value: unknown,
  { issues, options }: { issues: Issues; options: Record<string, unknown> },
): void {
  const { schema, option } = parameters[name];
  if (!fitsSchema(schema, path, value, issues) || option === null) return;
  if (name === 'choose') {
    const choice = value as { algorithm: ChooseName; k?: number };
    options[option] = { ...choice, algorithm: chooseNames[choice.algorithm] };
  } else options[option] = name === 'algorithm' ? algorithmNames[value as AlgorithmName] : value;
}
