import type { FeatureSummary } from '@clientele/engine';
import type { Segment } from '../context.ts';
import { type Feature, position } from '../features.ts';
import { type Markup, markup, px } from '../markup.ts';

const WIDTH = 96;
const MIDDLE = 7;

/**
 * A segment on one feature, on the scale the model saw, 5 to 95 % of all customers: grey box and tick are the middle
 * half and median of all, the coloured bar and dot those of the segment. The words beside it say the same.
 */
export function factStrip(feature: Feature, segment: Segment): Markup {
  const low = position(feature, feature.base.q05);
  const high = position(feature, feature.base.q95);
  const x = (value: number): number => {
    const share = high > low ? (position(feature, value) - low) / (high - low) : 0.5;
    return 4 + Math.min(1, Math.max(0, share)) * (WIDTH - 8);
  };
  const summary: FeatureSummary | undefined = segment.profile.features[feature.name];
  if (!summary) return markup``;
  const box = (s: FeatureSummary): [string, string] => [px(x(s.q25)), px(Math.max(2, x(s.q75) - x(s.q25)))];
  const [allX, allWidth] = box(feature.base);
  const [ownX, ownWidth] = box(summary);
  return markup`<svg class="fact-strip ${segment.tone}" viewBox="0 0 ${WIDTH} 14" width="${WIDTH}" height="14" aria-hidden="true"><line class="axis" x1="0" x2="${WIDTH}" y1="${MIDDLE}" y2="${MIDDLE}"/><rect class="rest" x="${allX}" y="${MIDDLE - 4}" width="${allWidth}" height="8"/><line class="median" x1="${px(x(feature.base.median))}" x2="${px(x(feature.base.median))}" y1="0" y2="14"/><rect class="fill" x="${ownX}" y="${MIDDLE - 2}" width="${ownWidth}" height="4" rx="1"/><circle class="fill halo" cx="${px(x(summary.median))}" cy="${MIDDLE}" r="4"/></svg>`;
}
