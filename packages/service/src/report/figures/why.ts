import type { Algorithm, Candidate } from '@clientele/engine';
import type { Report } from '../context.ts';
import { type Markup, markup } from '../markup.ts';
import { type Chart, chart, lineKey, type Series } from './chart.ts';
import { bothWidths, figure, svg, table } from './frame.ts';

/** Order of drawing and naming; the first one is ink. */
const lines: readonly (readonly [Algorithm, string])[] = [
  ['KMeans', 'line-1'],
  ['GaussianMixture', 'line-2'],
  ['Agglomerative', 'line-3'],
];

/** Three scores against the number of segments, on the same customers, with what chance gives. */
export function whyThisNumber(report: Report): Markup | null {
  const { say, format, segmentation } = report;
  if (
    sweep(segmentation.candidates, 'KMeans').length +
      sweep(segmentation.candidates, 'GaussianMixture').length +
      sweep(segmentation.candidates, 'Agglomerative').length <
    2
  )
    return null;
  const charts = [apartChart(report), returnsChart(report), usefulChart(report)].filter(
    ({ series }) => series.length > 0,
  );
  return figure(report, {
    id: 'why',
    title: say('why_title'),
    subtitle: say('why_sub', { models: segmentation.candidates.length, n: report.customers }),
    body: markup`${bothWidths((width, className) => {
      const across = className === 'narrow' ? 1 : charts.length;
      const gap = 18;
      const each = (width - gap * (across - 1)) / across;
      const height = 206;
      const rows = Math.ceil(charts.length / across);
      return svg(
        { width, height: rows * (height + gap) - gap, className, title: say('why_title'), describe: say('see_table') },
        charts.map((one, i) =>
          chart(
            one,
            { left: (i % across) * (each + gap), top: Math.floor(i / across) * (height + gap), width: each, height },
            format,
          ),
        ),
      );
    })}${charts[0] && lineKey(charts[0].series, charts[0].band)}`,
    howToRead: say('how_why'),
    table: chanceTable(report),
    onScreenOnly: true,
  });
}

/** Candidates of one method with their number of segments, ascending. */
export function sweep(candidates: readonly Candidate[], algorithm: Algorithm): (readonly [number, Candidate])[] {
  return candidates
    .flatMap((candidate): (readonly [number, Candidate])[] =>
      candidate.algorithm === algorithm && 'k' in candidate.params ? [[candidate.params.k, candidate]] : [],
    )
    .toSorted((a, b) => a[0] - b[0]);
}

function seriesOf(report: Report, value: (candidate: Candidate) => number | null): Series[] {
  return lines.flatMap(([algorithm, line]) => {
    const points = sweep(report.segmentation.candidates, algorithm).flatMap(([k, candidate]): [number, number][] => {
      const at = value(candidate);
      return at === null ? [] : [[k, at]];
    });
    return points.length === 0 ? [] : [{ label: report.say(`algorithm_${algorithm}`), line, points }];
  });
}

function chosenOf({ segmentation: { winner } }: Report, value: number | null): Chart['chosen'] {
  return value === null || !('k' in winner.params) ? null : { k: winner.params.k, value };
}

/** The silhouette beside the band that crowds without groups reach. */
export function apartChart(report: Report): Chart {
  const { say, segmentation } = report;
  const best = lines.find(([algorithm]) => sweep(segmentation.candidates, algorithm).some(([, { chance }]) => chance));
  const points = best
    ? sweep(segmentation.candidates, best[0]).flatMap(([k, { chance }]) =>
        chance ? [[k, chance.low, chance.high] as const] : [],
      )
    : [];
  return {
    title: say('question_apart'),
    subtitle: say('silhouette_score'),
    series: seriesOf(report, ({ silhouette }) => silhouette?.mean ?? null),
    band: points.length > 0 ? { label: say('chance_band'), points } : null,
    chosen: chosenOf(report, segmentation.winner.silhouette?.mean ?? null),
    fromZero: true,
  };
}

function returnsChart(report: Report): Chart {
  return {
    title: report.say('question_comes_back'),
    subtitle: report.say('agreement_redraws'),
    series: seriesOf(report, ({ stability }) => stability),
    band: null,
    chosen: chosenOf(report, report.segmentation.winner.stability),
    fromZero: true,
  };
}

function usefulChart(report: Report): Chart {
  return {
    title: report.say('question_useful'),
    subtitle: report.say('useful_sub'),
    series: seriesOf(report, ({ actionable }) => actionable),
    band: null,
    chosen: chosenOf(report, report.segmentation.winner.actionable),
    fromZero: true,
  };
}

function chanceTable({ segmentation, say, format }: Report): Markup {
  const score = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : format.score(value);
  const rows = lines.flatMap(([algorithm]) =>
    sweep(segmentation.candidates, algorithm).map(([k, candidate]) => [
      markup`${say(`algorithm_${algorithm}`)}, ${String(k)}`,
      score(candidate.silhouette?.mean),
      candidate.chance ? say('range', { low: score(candidate.chance.low), high: score(candidate.chance.high) }) : '–',
      score(candidate.stability),
      score(candidate.actionable),
    ]),
  );
  return table([say('method'), say('apart'), say('chance_band'), say('returns_heading'), say('useful')], rows);
}
