import type { Explanation, Language, Segmentation } from '@clientele/engine';
import { fraction } from '../contract/runs/figures.ts';
import type { RunCustomers } from '../contract/runs/run-page.ts';
import { featuresOf } from './features.ts';
import { formatFor } from './format.ts';

/** A stretch of a list of customers. */
export interface Listed {
  /** The first of the list to tell. */
  readonly from: number;
  readonly limit: number;
  /** Those of one segment, the closest calls first; null lists everybody in the order sent. */
  readonly segment: number | null;
}

/** Some customers with their values as a person reads them; those after the last one are not there. */
export function knownCustomers(
  segmentation: Segmentation,
  explanation: Explanation,
  { from, limit, segment: only, language }: Listed & { readonly language: Language },
): Pick<RunCustomers, 'total' | 'customers'> {
  const { ids, labels, confidence, runnerUp } = segmentation;
  const features = featuresOf(segmentation, explanation);
  const format = formatFor(language);
  const rows = only === null ? Int32Array.from(ids.keys()) : closestFirst(segmentation, only);
  const customers = Array.from(rows.subarray(from, from + limit), (row) => {
    const second = runnerUp[row] ?? -1;
    const segment = labels[row] ?? -1;
    return {
      row,
      customer_id: ids[row] ?? '',
      segment_id: segment,
      segment: explanation.personas.find((persona) => persona.id === segment)?.label ?? '',
      confidence: fraction(confidence[row] ?? 0),
      second_segment_id: second < 0 ? null : second,
      values: features.map(({ label, kind, values }) => ({ label, value: format.value(values[row] ?? 0, kind) })),
    };
  });
  return { total: rows.length, customers };
}

/** Rows of a segment from the least sure to the surest; equally sure ones in the order sent. */
function closestFirst({ labels, confidence }: Segmentation, segment: number): Int32Array {
  const rows = Int32Array.from(labels.keys()).filter((row) => labels[row] === segment);
  return rows.toSorted((a, b) => (confidence[a] ?? 0) - (confidence[b] ?? 0) || a - b);
}
