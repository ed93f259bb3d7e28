import type { Explanation, Language, Segmentation } from '@clientele/engine';
import { fraction } from '../contract/figures.ts';
import type { RunCustomers } from '../contract/run-page.ts';
import { featuresOf } from './features.ts';
import { formatFor } from './format.ts';

/** Some rows of the table with their values as a person reads them; those after the last row are not there. */
export function knownCustomers(
  segmentation: Segmentation,
  explanation: Explanation,
  { from, limit, language }: { from: number; limit: number; language: Language },
): RunCustomers['customers'] {
  const { ids, labels, confidence, runnerUp } = segmentation;
  const features = featuresOf(segmentation, explanation);
  const format = formatFor(language);
  return ids.slice(from, from + limit).map((id, at) => {
    const row = from + at;
    const second = runnerUp[row] ?? -1;
    const segment = labels[row] ?? -1;
    return {
      row,
      customer_id: id,
      segment_id: segment,
      segment: explanation.personas.find((persona) => persona.id === segment)?.label ?? '',
      confidence: fraction(confidence[row] ?? 0),
      second_segment_id: second < 0 ? null : second,
      values: features.map(({ label, kind, values }) => ({ label, value: format.value(values[row] ?? 0, kind) })),
    };
  });
}
