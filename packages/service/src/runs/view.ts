import {
  cutAgain,
  type Explanation,
  explain,
  fromStored,
  type Language,
  modelToSql,
  ownAgreement,
  type Segmentation,
  type SqlOptions,
  type TierShares,
  toModel,
} from '@clientele/engine';
import { Refusal } from '../contract/errors.ts';
import { cursorOf } from '../contract/cursor.ts';
import { knownCustomers, type Listed } from '../report/customers.ts';
import { reportParts } from '../report/parts.ts';
import { pointBytes } from '../report/points.ts';
import { renderReport, type ReportInput } from '../report/report.ts';
import { segmentParts } from '../report/segment-parts.ts';
import { productVersion } from '../contract/version.ts';
import { tiersOf } from '../contract/segmentation/encode-parts.ts';
import { fraction } from '../contract/runs/figures.ts';
import { tiersCursor } from '../contract/runs/tier-cuts.ts';
import { NOWHERE } from './changes.ts';
import { contracts } from './contracts.ts';
import type { Bytes } from './bytes.ts';
import { arrowLabels, parquetLabels } from './label-files.ts';
import { csvLabels, labelledRows, type Page, pageOf, shownLabel } from './labels.ts';
import type { RunNames } from './names.ts';
import type { RunData } from './snapshot.ts';
import { csvTiers, shownTier, tieredRows } from './tiers.ts';

/** The files that labels can be taken as. */
export const labelFiles = ['csv', 'arrow', 'parquet'] as const;
export type LabelFile = (typeof labelFiles)[number];

/** Of a view that shows tiers by value. */
interface Cut {
  /** Where they are cut; default: where those of the run are. */
  readonly cuts?: TierShares | undefined;
}

/** Something that a stored run can tell. */
export type View =
  /** The answer of its contract; the language aside the very bytes that its caller got. */
  | { readonly kind: 'answer' }
  /** The same without customers. */
  | { readonly kind: 'summary' }
  /** The HTML page. `madeAt`: milliseconds since 1970. */
  | ({ readonly kind: 'report'; readonly madeAt: number } & Cut)
  /** The report in parts, as JSON. */
  | ({ readonly kind: 'figures'; readonly madeAt: number; readonly wide?: number | undefined } & Cut)
  /** The same for one segment's page. */
  | {
      readonly kind: 'segment-figures';
      readonly segment: number;
      readonly madeAt: number;
      readonly wide?: number | undefined;
    }
  /** Where every customer lies on the map. */
  | { readonly kind: 'points' }
  /** Some customers with what was sent of them. */
  | ({ readonly kind: 'customers' } & Listed)
  /** Customers with their segments, some at a time. */
  | { readonly kind: 'labels'; readonly page: Page }
  /** All of them as a file. */
  | { readonly kind: 'label-file'; readonly format: LabelFile }
  /** Customers with their tiers by value, some at a time, or all of them as CSV. */
  | ({ readonly kind: 'tiers'; readonly page: Page } & Cut)
  | ({ readonly kind: 'tier-file' } & Cut)
  /** One segment, with some of its customers. */
  | { readonly kind: 'segment'; readonly segment: number; readonly page: Page }
  /** The scoring model, for the library or for a warehouse. */
  | { readonly kind: 'model' }
  | { readonly kind: 'model-sql'; readonly options: SqlOptions }
  /** One customer's segment, and where it was before. */
  | { readonly kind: 'customer'; readonly customer: string };

interface Asked {
  readonly runId: string;
  readonly language: Language;
  readonly names: RunNames;
}

/** Views that are promised to the letter: they know no names that people gave. */
const promised: ReadonlySet<View['kind']> = new Set(['answer', 'summary']);

/** The bytes of a view and their media type. Throws the Refusal NOT_FOUND for a segment, STALE_CURSOR for a page. */
export function viewOf(data: RunData, view: View, asked: Asked): { body: Bytes; type: string } {
  const found = fromStored(data.stored);
  const segmentation = 'cuts' in view && view.cuts ? cutAgain(found, view.cuts) : found;
  const explanation = explain(segmentation, asked.language, promised.has(view.kind) ? {} : asked.names.segments);
  return viewers[view.kind]({ data, segmentation, explanation, ...asked }, view as never); // each gets its own kind
}

interface Seen extends Asked {
  readonly data: RunData;
  readonly segmentation: Segmentation;
  readonly explanation: Explanation;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const fileTypes: Readonly<Record<LabelFile, string>> = {
  csv: 'text/csv; charset=utf-8',
  arrow: 'application/vnd.apache.arrow.file',
  parquet: 'application/vnd.apache.parquet',
};
const encoder = new TextEncoder();
const json = (value: unknown) => ({ body: encoder.encode(JSON.stringify(value)), type: JSON_TYPE });

/** What a report is made of. */
function reported({ data, segmentation, explanation, runId, language, names }: Seen, madeAt: number): ReportInput {
  const dataName = names.run ?? data.dataName ?? null;
  return { segmentation, explanation, language, dataName, runId, madeAt: new Date(madeAt), productVersion };
}

type Viewers = {
  readonly [Kind in View['kind']]: (seen: Seen, view: Extract<View, { kind: Kind }>) => { body: Bytes; type: string };
};

const viewers: Viewers = {
  answer({ data: { contract, ...data }, segmentation, explanation, runId }) {
    return { body: contracts[contract].encode(segmentation, explanation, { ...data, runId }), type: JSON_TYPE };
  },
  summary({ data: { contract, ...data }, segmentation, explanation, runId }) {
    return json(contracts[contract].summarise(segmentation, explanation, { ...data, runId }));
  },
  report(seen, { madeAt, cuts }) {
    return {
      body: encoder.encode(renderReport({ ...reported(seen, madeAt), cuts })),
      type: 'text/html; charset=utf-8',
    };
  },
  figures(seen, { madeAt, wide, cuts }) {
    return json(reportParts({ ...reported(seen, madeAt), wide, cuts }));
  },
  points({ segmentation }) {
    return { body: pointBytes(segmentation), type: 'application/octet-stream' };
  },
  'segment-figures'(seen, { segment, madeAt, wide }) {
    const parts = segmentParts({ ...reported(seen, madeAt), wide }, segment);
    if (!parts) throw new Refusal('NOT_FOUND');
    return json(parts);
  },
  customers({ segmentation, explanation, runId, language }, listed) {
    return json({ run_id: runId, ...knownCustomers(segmentation, explanation, { ...listed, language }) });
  },
  labels({ segmentation, explanation, runId }, { page }) {
    const rows = Int32Array.from(segmentation.ids.keys());
    const { shown, next } = pageOf(segmentation, rows, page);
    const labels = labelledRows(segmentation, explanation, shown).map(shownLabel);
    return json({
      run_id: runId,
      customers: rows.length,
      labels,
      next_cursor: next === null ? null : cursorOf([next]),
    });
  },
  'label-file'({ segmentation, explanation }, { format }) {
    const rows = labelledRows(segmentation, explanation, Int32Array.from(segmentation.ids.keys()));
    const write = { csv: csvLabels, arrow: arrowLabels, parquet: parquetLabels }[format];
    return { body: write(rows), type: fileTypes[format] };
  },
  tiers({ segmentation, runId }, { page, cuts }) {
    const rows = Int32Array.from(segmentation.ids.keys());
    const { shown, next } = pageOf(segmentation, rows, page);
    const customers = tieredRows(segmentation, shown).map(shownTier);
    const next_cursor = next === null ? null : tiersCursor(next, cuts);
    return json({ run_id: runId, ...tiersOf(segmentation), ...(cuts && { cuts }), customers, next_cursor });
  },
  'tier-file'({ segmentation }) {
    return { body: csvTiers(tieredRows(segmentation, Int32Array.from(segmentation.ids.keys()))), type: fileTypes.csv };
  },
  segment({ data: { contract, ...data }, segmentation, explanation, runId, names }, { segment: id, page }) {
    const segment = contracts[contract].segmentOf(id, segmentation, explanation, { ...data, runId });
    if (!segment) throw new Refusal('NOT_FOUND');
    const rows = Int32Array.from(segmentation.ids.keys()).filter((row) => segmentation.labels[row] === id);
    const { shown, next } = pageOf(segmentation, rows, page);
    const customers = labelledRows(segmentation, explanation, shown).map(shownLabel);
    const next_cursor = next === null ? null : cursorOf([next]);
    return json({ run_id: runId, segment, given_name: names.segments[id] ?? null, customers, next_cursor });
  },
  model({ segmentation, runId }) {
    const model = toModel(segmentation);
    return json({ run_id: runId, own_agreement: fraction(ownAgreement(model, segmentation)), model });
  },
  'model-sql'({ segmentation }, { options }) {
    return { body: encoder.encode(modelToSql(toModel(segmentation), options)), type: 'application/sql; charset=utf-8' };
  },
  customer({ data: { changes, madeAt }, segmentation, explanation, runId }, { customer }) {
    const row = segmentation.ids.indexOf(customer);
    if (row < 0) throw new Refusal('NOT_FOUND');
    const [label] = labelledRows(segmentation, explanation, Int32Array.of(row)).map(shownLabel);
    const from = changes?.from[row] ?? NOWHERE;
    const since = changes?.since[row] ?? madeAt;
    return json({
      run_id: runId,
      ...label,
      previous_segment_id: from === NOWHERE ? null : from,
      changed_at: since === undefined ? null : new Date(since).toISOString(),
    });
  },
};
