import type { ValueTiers } from '@clientele/engine';
import type { Report } from '../context.ts';
import { inSentence } from '../features.ts';
import { markup } from '../markup.ts';
import { apartChart, chanceColumn, rangeCell } from './why.ts';
import { distributions } from './distributions.ts';
import { chart, type Chart } from './chart.ts';
import { bothWidths, type DrawnFigure, figure, rowOf, svg } from './frame.ts';
import { bars } from './ribbon.ts';
import { type Column, counted, several, type Sheet, table, words } from './sheet.ts';

const tones = { top: 't-top', middle: 't-middle', base: 't-base' } as const;

/** Tiers by value: lines that say openly that they are lines. The primary thing to take from a crowd without groups. */
export function tiers(report: Report, found: ValueTiers): DrawnFigure {
  const { say, format, features, customers } = report;
  const feature = features.find(({ name }) => name === found.feature);
  const label = feature?.label ?? found.feature;
  const write = (value: number): string => format.value(value, feature?.kind ?? 'other');
  const parts = found.tiers.map(({ name, size, share }) => ({
    key: say(`tier_${name}`),
    name: '',
    tone: tones[name],
    share: size / Math.max(1, customers),
    valueShare: share,
  }));
  const total = feature ? feature.values.reduce((sum, value) => sum + value, 0) : 0;
  const measured = found.tiers.every(({ share }) => share !== null);
  const above = found.tiers[found.tiers.length - 2];
  const sheet: Sheet = {
    columns: [
      say('tier'),
      { heading: label, numbers: [say('from', { value: label })] },
      say('customers'),
      say('share_of_value'),
    ],
    rows: found.tiers.map(({ name, from, size, share }) => [
      words(say(`tier_${name}`)),
      name === 'base' && above
        ? { text: say('below', { value: write(above.from) }), plain: null }
        : counted(from, (value) => say('from', { value: write(value) })),
      counted(size, format.count),
      counted(share, format.share),
    ]),
  };
  return figure(report, {
    id: 'tiers',
    title: say('tiers_title', { n: found.tiers.length }),
    subtitle: cutsInWords(report, inSentence(label)),
    body: markup`${bothWidths(report, (width, className) =>
      bars({
        parts,
        width,
        className,
        title: say('tiers_title', { n: found.tiers.length }),
        describe: say('see_table'),
        customers: format.count(customers),
        labels: [say('customers'), label],
        total: measured ? format.compact(total) : null,
        shares: format,
      }),
    )}${table(sheet)}`,
    howToRead: say('how_tiers'),
    sheet,
    tabled: true,
  });
}

/** By what the tiers are cut; with cuts that somebody wanted, also where. */
function cutsInWords({ say, format, cuts }: Report, feature: string): string {
  if (!cuts) return say('tiers_sub', { feature });
  return say('tiers_sub_cut', { feature, top: format.exactShare(cuts.top), middle: format.exactShare(cuts.middle) });
}

/** From this width on two figures stand beside each other, with frames and a gap between them. */
const BESIDE = 900;
const FRAMES = 74;

function half(report: Report): Report {
  const { wide = 0 } = report;
  return wide < BESIDE ? report : { ...report, wide: (wide - FRAMES) / 2 };
}

/** The silhouette of the customers beside what crowds without groups reach. */
export function chanceFigure(report: Report): DrawnFigure | null {
  const { say, format } = report;
  const apart = apartChart(report);
  const first = apart.series[0];
  if (!first || !apart.band) return null;
  const one: Chart = {
    ...apart,
    title: '',
    subtitle: '',
    series: [{ ...first, label: say('your_customers'), at: first.points.map((_, row) => [row, 1]) }],
    chosen: null,
    fromZero: false,
  };
  return figure(report, {
    id: 'chance',
    title: say('chance_title'),
    subtitle: say('chance_sub', { method: first.label }),
    body: bothWidths(half(report), (width, className) =>
      svg(
        { width, height: 220, className, title: say('chance_title'), describe: say('see_table') },
        chart(one, { left: 0, top: -36, width, height: 250 }, format),
      ),
    ),
    howToRead: say('how_why'),
    onScreenOnly: true,
    sheet: {
      columns: [say('number_of_groups'), say('silhouette_score'), chanceColumn(report)],
      rows: first.points.map(([k, value]) => {
        const [, low = 0, high = 0] = apart.band?.points.find(([at]) => at === k) ?? [];
        return [counted(k, String), counted(value, format.score), rangeCell(report, { low, high })];
      }),
    },
  });
}

/** The gap statistic from one group on, with its uncertainty. */
export function gapFigure(report: Report): DrawnFigure | null {
  const { say, format, segmentation } = report;
  const { gap, gapChoice } = segmentation.structure;
  if (gap.length < 2) return null;
  const points = gap.map(({ k, marginal }) => [k, marginal] as const);
  const value = gap.find(({ k }) => k === gapChoice.marginal)?.marginal ?? 0;
  const one: Chart = {
    title: '',
    subtitle: '',
    series: [{ label: '', line: 'line-1', points, at: points.map((_, row) => [row, 1]) }],
    band: {
      label: '',
      points: gap.map(
        ({ k, marginal, marginalError }) => [k, marginal - 2 * marginalError, marginal + 2 * marginalError] as const,
      ),
    },
    chosen: { k: gapChoice.marginal, value },
    fromZero: false,
  };
  return figure(report, {
    id: 'gap',
    title: gapChoice.marginal === 1 ? say('gap_title_one') : say('gap_title'),
    subtitle: say('gap_sub'),
    body: bothWidths(half(report), (width, className) =>
      svg(
        { width, height: 220, className, title: say('gap_title'), describe: say('see_table') },
        chart(one, { left: 0, top: -36, width, height: 250 }, format),
      ),
    ),
    howToRead: say('how_gap'),
    sheet: {
      columns: [say('number_of_groups'), ...[say('gap_same_spread'), say('gap_box')].map(withError)],
      rows: gap.map(({ k, marginal, marginalError, box, boxError }) => [
        counted(k, String),
        several(`${format.score(marginal)} ± ${format.score(marginalError)}`, [marginal, marginalError]),
        several(`${format.score(box)} ± ${format.score(boxError)}`, [box, boxError]),
      ]),
    },
  });
}

/** A score with its standard error. */
const withError = (heading: string): Column => ({ heading, numbers: [heading, `${heading} ±`] });

/** The groups that were asked for, behind a disclosure: letters in grey, no names, no colours. */
export function groupsAnyway(report: Report): DrawnFigure {
  const { say, format, segments, features } = report;
  const used = features.filter((feature) => feature.used);
  const sheet: Sheet = {
    columns: [say('group_heading'), say('customers'), ...used.map(({ label }) => label)],
    rows: segments.map((segment) => [
      rowOf(segment),
      counted(segment.profile.size, format.count),
      ...used.map((feature) =>
        counted(segment.profile.features[feature.name]?.median ?? 0, (value) => format.value(value, feature.kind)),
      ),
    ]),
  };
  const spread = distributions(report);
  const shown = markup`<details class="anyway"><summary>${say('groups_anyway', { n: segments.length })}</summary><p>${say('groups_anyway_note')}</p><div class="scroll" tabindex="0" role="region" aria-label="${say('groups_anyway', { n: segments.length })}">${table(sheet)}</div>${spread}</details>`;
  return { ...shown, numbers: spread.numbers };
}
