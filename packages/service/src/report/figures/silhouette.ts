import { scaleLinear } from 'd3-scale';
import type { Report, Segment } from '../context.ts';
import { type Markup, markup, polyline, px } from '../markup.ts';
import { bothWidths, disc, type DrawnFigure, figure, markOf, rowOf, svg } from './frame.ts';
import { counted } from './sheet.ts';

const HEIGHT = 190;
const BELOW = 50;
const LEFT = 62;
const GAP = 6;
/** Points of a knife's edge; more cannot be seen. */
const EDGE_POINTS = 120;
/** Knives that leave room for their numbers: on a wide page, and on a phone or half a sheet. */
const LABELLED = { wide: 12, narrow: 6 };

/** One knife a segment: its customers sorted by how much nearer they are to their own group than to the next. */
export function silhouette(report: Report): DrawnFigure | null {
  const { segmentation, say, explanation, format, segments } = report;
  if (!segmentation.silhouettes) return null;
  const knives = segments
    .filter(({ id }) => id >= 0)
    .map((segment) => ({ segment, values: valuesOf(report, segment.id) }));
  const score = segmentation.winner.silhouette;
  const foot =
    score?.method === 'sampled'
      ? say('silhouette_sampled', { n: score.sampleSize, half: format.score(score.halfWidth) })
      : undefined;
  return figure(report, {
    id: 'silhouette',
    title: explanation.figureTitles.silhouette ?? say('silhouette_title'),
    subtitle: say('silhouette_sub', { n: segmentation.silhouettes.values.length }),
    body: bothWidths(report, (width, className) => draw(report, knives, { width, className })),
    foot,
    howToRead: say('how_silhouette'),
    onScreenOnly: knives.length <= LABELLED.wide,
    sheet: {
      columns: [say('segment'), say('customers'), say('mean'), say('below_zero')],
      rows: knives.map(({ segment }) => [
        rowOf(segment),
        counted(segment.profile.size, format.count),
        counted(segment.profile.silhouette?.mean, format.score),
        counted(segment.profile.silhouette?.belowZero, format.roundShare),
      ]),
    },
  });
}

interface Knife {
  readonly segment: Segment;
  /** Falling. */
  readonly values: Float64Array;
}

function valuesOf({ segmentation }: Report, id: number): Float64Array {
  const { labels, silhouettes } = segmentation;
  if (!silhouettes) return new Float64Array(0);
  return silhouettes.values
    .filter((_, i) => labels[silhouettes.rows[i] ?? 0] === id)
    .toSorted()
    .toReversed();
}

function draw(report: Report, knives: readonly Knife[], size: { width: number; className: string }): Markup {
  const { say, format, segmentation } = report;
  const { width, className } = size;
  const left = className === 'narrow' ? 40 : LEFT;
  const all = segmentation.silhouettes?.values ?? new Float64Array(0);
  let [low, high] = [-0.1, 0.2];
  for (const value of all) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const y = scaleLinear([low, high], [HEIGHT, 8]);
  const grid = y
    .ticks(4)
    .map(
      (tick) =>
        markup`<line class="${tick === 0 ? 'zero' : 'grid'}" x1="${left}" x2="${width}" y1="${px(y(tick))}" y2="${px(y(tick))}"/><text class="quiet" x="${left - 8}" y="${px(y(tick) + 4)}" text-anchor="end">${format.score(tick)}</text>`,
    );
  const mean = segmentation.winner.silhouette?.mean ?? null;
  const room = spans(knives, width - left);
  const labelled = knives.length <= (className === 'narrow' ? LABELLED.narrow : LABELLED.wide);
  const blades = knives.map((knife, i) =>
    blade(report, knife, { ...(room[i] ?? { x: 0, width: 1 }), y, left, labelled, index: i }),
  );
  return svg({ width, height: HEIGHT + BELOW, className, title: say('silhouette_title'), describe: say('see_table') }, [
    ...grid,
    ...blades,
    ...(mean === null
      ? []
      : [
          markup`<line class="mean-halo" x1="${left}" x2="${width}" y1="${px(y(mean))}" y2="${px(y(mean))}"/><line class="mean" x1="${left}" x2="${width}" y1="${px(y(mean))}" y2="${px(y(mean))}"/><text class="haloed strong" x="${width - 2}" y="${px(y(mean) - 6)}" text-anchor="end">${say('mean_value', { value: format.score(mean) })}</text>`,
        ]),
    ...(labelled && left === LEFT
      ? [
          markup`<text class="quiet" x="0" y="${HEIGHT + 24}">${say('mean')}</text><text class="quiet" x="0" y="${HEIGHT + 42}">${say('below_zero_short')}</text>`,
        ]
      : []),
  ]);
}

/** Widths by size, but wide enough for the numbers beneath. */
function spans(knives: readonly Knife[], width: number): { x: number; width: number }[] {
  const least = Math.min(46, width / knives.length - GAP);
  const total = knives.reduce((sum, { segment }) => sum + segment.profile.size, 0);
  const free = width - knives.length * (least + GAP);
  let x = 0;
  return knives.map(({ segment }) => {
    const own = least + (free * segment.profile.size) / Math.max(1, total);
    const span = { x, width: own };
    x += own + GAP;
    return span;
  });
}

interface Room {
  readonly x: number;
  readonly width: number;
  readonly left: number;
  readonly labelled: boolean;
  readonly index: number;
  readonly y: (value: number) => number;
}

function blade({ format }: Report, { segment, values }: Knife, { x, width, left, labelled, index, y }: Room): Markup {
  const start = left + x;
  const count = Math.min(EDGE_POINTS, values.length);
  const edge = Array.from({ length: count }, (_, i): [number, number] => {
    const at = count === 1 ? 0 : Math.round((i / (count - 1)) * (values.length - 1));
    return [start + (count === 1 ? 0.5 : i / (count - 1)) * width, y(values[at] ?? 0)];
  });
  const shape = `${polyline([[start, y(0)], ...edge, [start + width, y(0)]])}Z`;
  const own = segment.profile.silhouette;
  const letter = disc(segment, [start + 8, HEIGHT + 20]);
  const numbers =
    labelled && own
      ? markup`<text class="strong" x="${px(start + 20)}" y="${HEIGHT + 24}">${format.score(own.mean)}</text><text class="quiet" x="${px(start + 20)}" y="${HEIGHT + 42}">${format.roundShare(own.belowZero)}</text>`
      : null;
  return markup`<path class="${segment.tone} fill" d="${shape}"${markOf(index)}/>${letter}${numbers}`;
}
