import type { Explanation, Segmentation } from '@clientele/engine';
import { csvCell } from '../contract/csv.ts';
import { Refusal } from '../contract/errors.ts';
import { fraction } from '../contract/runs/figures.ts';
import type { Bytes } from './bytes.ts';

/** A stretch of a list of customers: at most `limit` of them, after the one with the id `after`. */
export interface Page {
  readonly limit: number;
  /** Null begins with the first. */
  readonly after: string | null;
}

/** What a run says of one customer. */
export interface LabelledRow {
  readonly customerId: string;
  /** -1 for outliers. */
  readonly segmentId: number;
  /** Its name in words: the one that people gave it, or else the generated one. */
  readonly segment: string;
  readonly generatedName: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** The segment it would be in otherwise; null without one. */
  readonly secondSegmentId: number | null;
}

/** These rows of the table, in this order. */
export function labelledRows(
  { ids, labels, confidence, runnerUp }: Segmentation,
  { personas }: Explanation,
  rows: Int32Array,
): LabelledRow[] {
  const names = new Map(personas.map(({ id, ...persona }) => [id, persona]));
  return Array.from(rows, (row) => {
    const segmentId = labels[row] ?? -1;
    const second = runnerUp[row] ?? -1;
    return {
      customerId: ids[row] ?? '',
      segmentId,
      segment: names.get(segmentId)?.label ?? '',
      generatedName: names.get(segmentId)?.generatedLabel ?? '',
      confidence: fraction(confidence[row] ?? 0),
      secondSegmentId: second < 0 ? null : second,
    };
  });
}

/** As an answer has it. */
export function shownLabel(row: LabelledRow) {
  const { customerId, segmentId, segment, confidence, secondSegmentId, generatedName } = row;
  return {
    customer_id: customerId,
    segment_id: segmentId,
    segment,
    confidence,
    second_segment_id: secondSegmentId,
    generated_name: generatedName,
  };
}

/**
 * The rows of a page, and the id after which the next one begins; null when there is none. Throws the Refusal STALE_CURSOR
 * when the customer it goes on after is not in the list (any more): guessing a place would leave somebody out.
 */
export function pageOf(
  { ids }: Pick<Segmentation, 'ids'>,
  rows: Int32Array,
  { limit, after }: Page,
): { shown: Int32Array; next: string | null } {
  const from = after === null ? 0 : rows.findIndex((row) => ids[row] === after) + 1;
  if (after !== null && from === 0) throw new Refusal('STALE_CURSOR', {}, { path: 'cursor' });
  const shown = rows.subarray(from, from + limit);
  const last = shown.at(-1);
  const more = from + limit < rows.length && last !== undefined;
  return { shown, next: more ? (ids[last] ?? null) : null };
}

const columns = ['customer_id', 'segment_id', 'segment', 'confidence', 'second_segment_id', 'generated_name'] as const;

/**
 * One line for each customer. Ids are written exactly as they were sent, even where a spreadsheet would take one for a
 * formula: the file is for joining, and a changed id joins nothing.
 */
export function csvLabels(rows: readonly LabelledRow[]): Bytes {
  const lines = rows.map(({ customerId, segmentId, segment, confidence, secondSegmentId, generatedName }) =>
    [csvCell(customerId), segmentId, csvCell(segment), confidence, secondSegmentId ?? '', csvCell(generatedName)].join(
      ',',
    ),
  );
  return new TextEncoder().encode([columns.join(','), ...lines, ''].join('\n'));
}
