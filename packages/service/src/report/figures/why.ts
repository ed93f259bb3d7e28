import type { Algorithm, Candidate } from '@clientele/engine';
import type { Report } from '../context.ts';
import { markup } from '../markup.ts';
import { type Chart, chart, lineKey, type Series } from './chart.ts';
import { bothWidths, type DrawnFigure, figure, svg } from './frame.ts';
import { type Cell, type Column, counted, several, type Sheet } from './sheet.ts';

/** Order of drawing and naming; the first one is ink. */
const lines: readonly (readonly [Algorithm, string])[] = [
  ['KMeans', 'line-1'],
  ['GaussianMixture', 'line-2'],
  ['Agglomerative', 'line-3'],
];

/** Three scores against the number of segments, on the same customers, with what chance gives. */
export function whyThisNumber(report: Report): DrawnFigure | null {
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
    body: markup`${bothWidths(report, (width, className) => {
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
    sheet: models(report),
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

/** A line of each method that has the score, with the cells of `column` that say the same. */
function seriesOf(report: Report, column: number, value: (candidate: Candidate) => number | null): Series[] {
  let row = 0;
  return lines.flatMap(([algorithm, line]) => {
    const found = sweep(report.segmentation.candidates, algorithm).flatMap(([k, candidate]) => {
      const [score, at] = [value(candidate), row++];
      return score === null ? [] : [{ point: [k, score] as const, at: [at, column] as const }];
    });
    if (found.length === 0) return [];
    const label = report.say(`algorithm_${algorithm}`);
    return [{ label, line, points: found.map(({ point }) => point), at: found.map(({ at }) => at) }];
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
    series: seriesOf(report, 1, ({ silhouette }) => silhouette?.mean ?? null),
    band: points.length > 0 ? { label: say('chance_band'), points } : null,
    chosen: chosenOf(report, segmentation.winner.silhouette?.mean ?? null),
    fromZero: true,
  };
}

function returnsChart(report: Report): Chart {
  return {
    title: report.say('question_comes_back'),
    subtitle: report.say('agreement_redraws'),
    series: seriesOf(report, 3, ({ stability }) => stability),
    band: null,
    chosen: chosenOf(report, report.segmentation.winner.stability),
    fromZero: true,
  };
}

function usefulChart(report: Report): Chart {
  return {
    title: report.say('question_useful'),
    subtitle: report.say('useful_sub'),
    series: seriesOf(report, 4, ({ actionable }) => actionable),
    band: null,
    chosen: chosenOf(report, report.segmentation.winner.actionable),
    fromZero: true,
  };
}

function models({ segmentation, say, format }: Report): Sheet {
  const rows = lines.flatMap(([algorithm]) =>
    sweep(segmentation.candidates, algorithm).map(([k, { silhouette, chance, stability, actionable }]) => [
      several(`${say(`algorithm_${algorithm}`)}, ${k}`, [say(`algorithm_${algorithm}`), k]),
      counted(silhouette?.mean, format.score),
      rangeCell({ say, format }, chance),
      counted(stability, format.score),
      counted(actionable, format.score),
    ]),
  );
  const method = { heading: say('method'), numbers: [say('method'), say('segments')] };
  return { columns: [method, say('apart'), chanceColumn({ say }), say('returns_heading'), say('useful')], rows };
}

/** The column of what crowds without groups reach. */
export function chanceColumn({ say }: Pick<Report, 'say'>): Column {
  const heading = say('chance_band');
  return { heading, numbers: [say('range_low', { what: heading }), say('range_high', { what: heading })] };
}

export function rangeCell(
  { say, format }: Pick<Report, 'say' | 'format'>,
  range: { readonly low: number; readonly high: number } | null,
): Cell {
  return range === null
    ? counted(null, format.score)
    : several(say('range', { low: format.score(range.low), high: format.score(range.high) }), [range.low, range.high]);
}
