import { algorithms, type Explanation, type Segmentation, type SegmentProfile } from '@clientele/engine';
import type { CustomerAnswer } from './customer-segmentation-answer.ts';
import {
  allWarnings,
  type Beside,
  evaluationOf,
  identityOf,
  perFeature,
  personaOf,
  preprocessingOf,
  ruleOf,
  selectionOf,
  structureOf,
  tiersOf,
} from './encode-parts.ts';
import { score } from '../runs/figures.ts';
import { chooseNames } from './purchasing-segmentation.ts';
import { newSheet, reserveText, type Sheet, writeQuotable, writeText } from '../sheet.ts';

type CustomerSummary = Omit<CustomerAnswer, 'segments'> & {
  readonly segments: readonly Omit<CustomerAnswer['segments'][number], 'customers'>[];
};

const QUOTE = 0x22;
const COMMA = 0x2c;
/** Two quotes and a comma. */
const BESIDE_ID = 3;

/**
 * The answer of customer-intelligence/segmentation as JSON in UTF-8; every number in it is finite. The customers of each
 * segment, in the order sent, are written as bytes.
 */
export function encodeCustomerAnswer(
  segmentation: Segmentation,
  explanation: Explanation,
  beside: Beside,
): Uint8Array<ArrayBuffer> {
  const { ids, labels } = segmentation;
  const { segments, ...closing } = summariseCustomers(segmentation, explanation, beside);
  const heads = segments.map((segment) => JSON.stringify(segment));
  const tail = `],${JSON.stringify(closing).slice(1)}`;
  const text = ids.reduce((sum, id) => sum + id.length + BESIDE_ID, 0);
  const sheet = newSheet(heads.reduce((sum, head) => sum + 3 * head.length, text + 3 * tail.length));
  writeText(sheet, '{"segments":[');
  for (const [at, { segment_id }] of segments.entries()) {
    writeText(sheet, `${at > 0 ? ',' : ''}${(heads[at] ?? '').slice(0, -1)},"customers":[`);
    writeMembers(sheet, { ids, labels }, segment_id);
    writeText(sheet, ']}');
  }
  writeText(sheet, tail);
  return sheet.bytes.subarray(0, sheet.filled);
}

/** The same answer without its customers. */
export function summariseCustomers(
  segmentation: Segmentation,
  explanation: Explanation,
  beside: Beside,
): CustomerSummary {
  const keys = characteristicKeys(segmentation.names);
  return {
    segments: segmentation.segments.map((segment) => segmentOf(segment, segmentation, { explanation, keys })),
    metrics: metricsOf(segmentation),
    run_id: beside.runId,
    structure: structureOf(segmentation, explanation),
    preprocessing: preprocessingOf(segmentation),
    selection: customerSelectionOf(segmentation, explanation),
    tiers: tiersOf(segmentation),
    warnings: allWarnings(beside.remarks, explanation),
    ...identityOf(segmentation, explanation, beside),
  };
}

function writeMembers(sheet: Sheet, { ids, labels }: Pick<Segmentation, 'ids' | 'labels'>, segment: number): void {
  let first = true;
  for (let i = 0; i < ids.length; i++) {
    if (labels[i] !== segment) continue;
    const id = ids[i] ?? '';
    reserveText(sheet, id, BESIDE_ID);
    if (!first) sheet.bytes[sheet.filled++] = COMMA;
    first = false;
    sheet.bytes[sheet.filled++] = QUOTE;
    writeQuotable(sheet, id);
    sheet.bytes[sheet.filled++] = QUOTE;
  }
}

function segmentOf(
  segment: SegmentProfile,
  { rules }: Segmentation,
  { explanation, keys }: { explanation: Explanation; keys: ReadonlyMap<string, string> },
): CustomerSummary['segments'][number] {
  const means = perFeature(segment, 'mean');
  return {
    segment_id: segment.id,
    size: segment.size,
    percentage: Number((100 * segment.share).toFixed(2)),
    characteristics: Object.fromEntries(Object.entries(means).map(([name, mean]) => [keys.get(name) ?? name, mean])),
    medians: perFeature(segment, 'median'),
    persona: personaOf(explanation.personas.find(({ id }) => id === segment.id)),
    stability: score(segment.stability),
    trust: segment.trust,
    silhouette: score(segment.silhouette?.mean),
    rule: ruleOf(rules.rules.filter((rule) => rule.segment === segment.id)),
  };
}

/**
 * What a feature's mean is called: `avg_` and the name without a leading `total_` or `avg_`. Where that would be another
 * feature's name too, `avg_` and the full name.
 */
export function characteristicKeys(features: readonly string[]): ReadonlyMap<string, string> {
  const full = (feature: string): string => `avg_${feature}`;
  const short = (feature: string): string => full(feature.replace(/^(?:total|avg)_(?=.)/, ''));
  const uses = new Map<string, number>();
  for (const feature of features)
    for (const key of new Set([short(feature), full(feature)])) uses.set(key, (uses.get(key) ?? 0) + 1);
  return new Map(features.map((feature) => [feature, uses.get(short(feature)) === 1 ? short(feature) : full(feature)]));
}

function metricsOf({ winner, candidates }: Segmentation): CustomerAnswer['metrics'] {
  return {
    silhouette_score: score(winner.silhouette?.mean),
    davies_bouldin_score: score(winner.daviesBouldin),
    calinski_harabasz_score: score(winner.calinskiHarabasz),
    n_clusters: winner.nClusters,
    algorithm: chooseNames[winner.algorithm],
    evaluated: candidates
      .toSorted((a, b) => algorithms.indexOf(a.algorithm) - algorithms.indexOf(b.algorithm))
      .map(evaluationOf),
  };
}

function customerSelectionOf(segmentation: Segmentation, explanation: Explanation): CustomerAnswer['selection'] {
  const { validation, kRule } = segmentation.selection;
  return {
    ...selectionOf(segmentation, explanation),
    validation_method: validation,
    k_selection: kRule && { ...kRule },
  };
}
