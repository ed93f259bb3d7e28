import { area, curveBasis, line } from 'd3-shape';
import { scaleLinear } from 'd3-scale';
import type { Report, Segment } from '../context.ts';
import { countBars, density } from '../density.ts';
import { type Feature, onScale, position } from '../features.ts';
import { type Markup, markup, px } from '../markup.ts';
import { oneEach } from './one-by-one.ts';
import { bothWidths, disc, type DrawnFigure, figure, markOf, rowOf, svg, textWidth } from './frame.ts';
import { type Cell, several, type Sheet, words } from './sheet.ts';

/** Columns of ridges side by side on a wide page. */
const ACROSS = 4;
const MOST_FEATURES = 8;
const ROW = 30;
const HEAD = 34;
const FOOT = 24;
const GAP = 18;
/** Width for names beside the ridges. */
const NAME_ROOM = 120;

interface Group {
  readonly segment: Segment | null;
  readonly rows: Int32Array;
}
interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** How the customers of each segment are spread on every feature used; all customers above, in grey. */
export function distributions(report: Report): DrawnFigure {
  const { say, explanation, features } = report;
  const used = features.filter((feature) => feature.used);
  const shown = used.slice(0, MOST_FEATURES);
  const groups = groupsOf(report);
  const logged = shown.some(({ column }) => column.transform !== 'none');
  return figure(report, {
    id: 'distributions',
    title: explanation.figureTitles.distributions ?? say('distributions_title'),
    subtitle: say(logged ? 'distributions_sub_log' : 'distributions_sub', { n: report.customers }),
    body: bothWidths(report, (width, className) => ridges(report, shown, groups, { width, className })),
    foot: used.length > shown.length ? say('distributions_more', { n: used.length - shown.length }) : undefined,
    howToRead: say('how_distributions'),
    sheet: quartiles(report, used),
    onScreenOnly: oneEach(report),
  });
}

function groupsOf({ segments, segmentation: { labels } }: Report): Group[] {
  const all = Int32Array.from(labels, (_, row) => row);
  return [
    { segment: null, rows: all },
    ...segments.map((segment) => ({ segment, rows: all.filter((row) => labels[row] === segment.id) })),
  ];
}

function ridges(
  report: Report,
  features: readonly Feature[],
  groups: readonly Group[],
  { width, className }: { width: number; className: string },
): Markup {
  const narrow = className === 'narrow';
  const left = narrow ? 30 : 158;
  const blocks = narrow ? Math.ceil(features.length / 2) : Math.ceil(features.length / ACROSS);
  const across = narrow ? Math.min(2, features.length) : Math.ceil(features.length / Math.max(1, blocks));
  const columnWidth = (width - left - GAP * (across - 1)) / Math.max(1, across);
  const blockHeight = HEAD + groups.length * ROW + FOOT;
  const content: Markup[] = [];
  for (let block = 0; block < blocks; block++) {
    const top = block * (blockHeight + 20);
    content.push(...rowNames(report, groups, top + HEAD, narrow));
    features.slice(block * across, (block + 1) * across).forEach((feature, i) => {
      content.push(
        featureColumn(report, feature, groups, {
          left: left + i * (columnWidth + GAP),
          top,
          width: columnWidth,
          column: block * across + i + 1,
        }),
      );
    });
  }
  const height = blocks * (blockHeight + 20) - 20;
  return svg(
    { width, height, className, title: report.say('distributions_title'), describe: report.say('see_table') },
    content,
  );
}

function rowNames({ say }: Report, groups: readonly Group[], top: number, narrow: boolean): Markup[] {
  return groups.map(({ segment }, i) => {
    const y = top + i * ROW + ROW - 8;
    if (!segment)
      return narrow
        ? markup`<circle class="s-all fill" cx="9" cy="${y - 4}" r="4"/>`
        : markup`<text class="strong" x="0" y="${y}">${say('all_customers')}</text>`;
    return markup`${disc(segment, [9, y - 4])}${!narrow && nameLines(segment.name, y)}`;
  });
}

/** A name in one line, or in two where it is long; a picture has no ellipsis that could be opened. */
function nameLines(name: string, y: number): Markup {
  if (textWidth(name) < NAME_ROOM) return markup`<text class="strong" x="24" y="${y}">${name}</text>`;
  const middle = name.length / 2;
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  const cut = spaces.reduce(
    (best, at) => (Math.abs(at - middle) < Math.abs(best - middle) ? at : best),
    spaces[0] ?? 0,
  );
  return markup`<text class="strong" x="24" y="${y - 7}">${name.slice(0, cut)}<tspan x="24" dy="14">${name.slice(cut).trim()}</tspan></text>`;
}

function featureColumn(
  report: Report,
  feature: Feature,
  groups: readonly Group[],
  place: Place & { readonly column: number },
): Markup {
  const { left, top, width, column } = place;
  const bottom = top + HEAD + groups.length * ROW;
  const ticks = ticksOf(report, feature, width);
  const bars = feature.countOfFew;
  const unit = feature.unit !== '' && textWidth(feature.label + feature.unit) + 12 < width ? feature.unit : '';
  return markup`<text class="strong" x="${px(left)}" y="${top + 13}">${feature.label}</text>${
    unit !== '' && markup`<text class="quiet" x="${px(left + width)}" y="${top + 13}" text-anchor="end">${unit}</text>`
  }${ticks.map(
    ({ at, text }) =>
      markup`<line class="grid" x1="${px(left + at)}" x2="${px(left + at)}" y1="${top + HEAD - 8}" y2="${bottom}"/><text class="quiet" x="${px(left + at)}" y="${bottom + 16}" text-anchor="${at < 8 ? 'start' : at > width - 8 ? 'end' : 'middle'}">${text}</text>`,
  )}${groups.map((group, i) => ridge(report, feature, group, { left, top: top + HEAD + (i + 1) * ROW, width, bars, at: [i, column] }))}`;
}

interface Ridge extends Place {
  readonly bars: boolean;
  /** Its row and column in the table. */
  readonly at: readonly [number, number];
}

function ridge(report: Report, feature: Feature, group: Group, place: Ridge): Markup {
  const { left, top, width } = place;
  const summary = group.segment ? group.segment.profile.features[feature.name] : feature.base;
  const tone = group.segment?.tone ?? 's-all';
  const x = left + clamp(position(feature, summary?.median ?? 0)) * width;
  const text = report.format.value(summary?.median ?? 0, feature.kind);
  const right = x + 5 + textWidth(text) <= left + width - 2;
  return markup`<g class="${tone}"${markOf(...place.at)}><line class="grid" x1="${px(left)}" x2="${px(left + width)}" y1="${top}" y2="${top}"/>${
    place.bars ? countShape(feature, group, place) : curveShape(feature, group, place)
  }<line class="at-median" x1="${px(x)}" x2="${px(x)}" y1="${top - ROW + 9}" y2="${top}"/><text class="value" x="${px(right ? x + 4 : x - 4)}" y="${top - ROW + 18}" text-anchor="${right ? 'start' : 'end'}">${text}</text></g>`;
}

function curveShape(feature: Feature, { rows }: Group, { left, top, width }: Place): Markup {
  const heights = density(feature, rows);
  const peak = Math.max(...heights);
  const points = Array.from(heights, (height, i): [number, number] => [
    left + ((i + 0.5) / heights.length) * width,
    top - (peak > 0 ? (height / peak) * (ROW - 9) : 0),
  ]);
  const shape = area()
    .x((p) => p[0])
    .y0(top)
    .y1((p) => p[1])
    .curve(curveBasis)
    .digits(1)(points);
  const edge = line().curve(curveBasis).digits(1)(points);
  return markup`<path class="ridge" d="${shape ?? ''}"/><path class="ridge-edge" d="${edge ?? ''}"/>`;
}

function countShape(feature: Feature, { rows }: Group, { left, top, width }: Place): Markup {
  const [low, high] = feature.range;
  const bars = countBars(feature, rows);
  const x = scaleLinear([low, high], [left, left + width]).clamp(true);
  const peak = Math.max(...bars.map(({ density: d }) => d));
  return markup`${bars.map(({ from, to, density: d }) => {
    const wide = x(to) - x(from);
    const height = peak > 0 ? (d / peak) * (ROW - 9) : 0;
    return wide > 0.5 && height > 0.2
      ? markup`<rect class="count-bar" x="${px(x(from))}" y="${px(top - height)}" width="${px(Math.max(0.5, wide - 1))}" height="${px(height)}"/>`
      : null;
  })}`;
}

const NICE = [0, 1, 2, 3, 5, 7, 10, 14, 20, 30, 50, 70, 90, 150, 200, 365];

/** At most five round values that lie in the range and do not touch. */
export function ticksOf({ format }: Report, feature: Feature, width: number): { at: number; text: string }[] {
  const ticks: { at: number; text: string }[] = [];
  let free = -Infinity;
  for (const value of candidates(feature)) {
    const share = position(feature, value);
    const text = label(format, value, feature);
    const half = textWidth(text) / 2 + 5;
    if (share < -0.001 || share > 1.001 || share * width - half < free) continue;
    ticks.push({ at: clamp(share) * width, text });
    free = share * width + half;
  }
  return ticks;
}

function candidates({ kind, column, base, range }: Feature): number[] {
  if (column.transform === 'none') return scaleLinear(range as [number, number], [0, 1]).ticks(4);
  if (kind === 'days') return [1, 7, 30, 90, 365];
  const powers: number[] = [];
  const largest = Math.max(Math.abs(base.min), Math.abs(base.max));
  const smallest = Math.max(largest / 1e6, column.unit / 10);
  for (let power = Math.floor(Math.log10(smallest)); power <= Math.ceil(Math.log10(largest)); power++)
    powers.push(10 ** power);
  const span = onScale(column, base.max) - onScale(column, base.min);
  const fine = span < 7 && base.min >= 0 && kind === 'count';
  const positive = fine && largest < 400 ? NICE.filter((value) => value > 0) : powers;
  return base.min < 0 ? [...positive.toReversed().map((value) => -value), 0, ...positive] : positive;
}

function label(format: Report['format'], value: number, { kind, column }: Feature): string {
  if (kind === 'days') return format.count(value);
  if (Math.abs(value) >= 1000) return format.compact(value);
  return column.transform === 'none' && kind === 'share' ? format.value(value, 'other') : format.value(value, 'other');
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function quartiles(report: Report, features: readonly Feature[]): Sheet {
  const { segments, say, format } = report;
  const groups = [
    { title: words(say('all_customers')), of: (f: Feature) => f.base },
    ...segments.map((segment) => ({ title: rowOf(segment), of: (f: Feature) => segment.profile.features[f.name] })),
  ];
  const rows = groups.map(({ title, of }) => [
    title,
    ...features.map((feature): Cell => {
      const summary = of(feature);
      if (!summary) return words('');
      const write = (value: number): string => format.value(value, feature.kind);
      const { q25, median, q75 } = summary;
      const text = say('quartiles_cell', { q25: write(q25), median: write(median), q75: write(q75) });
      return several(text, [q25, median, q75]);
    }),
  ]);
  const columns = features.map(({ label: what }) => ({
    heading: what,
    numbers: [say('quarter_low', { what }), say('median_of', { what }), say('quarter_high', { what })],
  }));
  return { columns: [say('segment'), ...columns], rows };
}
