import { scaleLinear } from 'd3-scale';
import type { Format } from '../format.ts';
import { type Markup, markup, polyline, px } from '../markup.ts';
import { textWidth } from './frame.ts';

/** A line of dots over the number of segments. */
export interface Series {
  readonly label: string;
  /** Class of the line: the first method is ink, the others grey and dashed or dotted. */
  readonly line: string;
  readonly points: readonly (readonly [k: number, value: number])[];
}
export interface Band {
  readonly label: string;
  readonly points: readonly (readonly [k: number, low: number, high: number])[];
}
export interface Chart {
  readonly title: string;
  readonly subtitle: string;
  readonly series: readonly Series[];
  readonly band: Band | null;
  /** The chosen number of segments and its value in the first series that has it. */
  readonly chosen: { readonly k: number; readonly value: number } | null;
  readonly fromZero: boolean;
}
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const HEAD = 44;
const FOOT = 24;
const AXIS = 34;

/** One small chart of a score against k. Straight lines only: there is nothing between two and three segments. */
export function chart(given: Chart, place: Place, format: Format): Markup {
  const { left, top, width, height } = place;
  const ks = [
    ...new Set([
      ...given.series.flatMap((s) => s.points.map(([k]) => k)),
      ...(given.band?.points ?? []).map(([k]) => k),
    ]),
  ];
  const [first, last] = [Math.min(...ks), Math.max(...ks)];
  const [low, high] = valueRange(given);
  const x = scaleLinear([first, Math.max(last, first + 1)], [left + AXIS + 8, left + width - 10]);
  const y = scaleLinear([low, high], [top + height - FOOT, top + HEAD]).nice(4);
  const title = markup`<text class="strong" font-size="13" x="${px(left)}" y="${px(top + 12)}">${given.title}</text><text class="quiet" x="${px(left)}" y="${px(top + 29)}">${given.subtitle}</text>`;
  if (ks.length === 0) return title;
  const grid = y
    .ticks(3)
    .map(
      (tick) =>
        markup`<line class="grid" x1="${px(left + AXIS)}" x2="${px(left + width)}" y1="${px(y(tick))}" y2="${px(y(tick))}"/><text class="quiet" x="${px(left + AXIS - 6)}" y="${px(y(tick) + 4)}" text-anchor="end">${format.score(tick)}</text>`,
    );
  const step = ks.length > 1 ? Math.abs(x(first + 1) - x(first)) : 30;
  const every = Math.ceil(18 / Math.max(1, step));
  const axis = ks
    .filter((k) => (k - first) % every === 0 || k === given.chosen?.k)
    .map(
      (k) =>
        markup`<text class="${k === given.chosen?.k ? 'strong' : 'quiet'}" x="${px(x(k))}" y="${px(top + height - 6)}" text-anchor="middle">${k}</text>`,
    );
  const pillar =
    given.chosen &&
    markup`<rect class="pillar" x="${px(x(given.chosen.k) - 10)}" y="${px(top + HEAD - 4)}" width="20" height="${px(height - HEAD - FOOT + 4)}"/>`;
  const lines = given.series.toReversed().map((series) => lineOf(series, x, y));
  const ring =
    given.chosen &&
    markup`<circle class="chosen" cx="${px(x(given.chosen.k))}" cy="${px(y(given.chosen.value))}" r="6.5"/>`;
  return markup`<g>${title}${pillar}${grid}${given.band && bandOf(given.band, x, y)}${lines}${ring}${axis}${lineNames(given, { x, y, place })}</g>`;
}

type Scale = (value: number) => number;

function valueRange({ series, band, fromZero }: Chart): readonly [number, number] {
  const values = [
    ...series.flatMap((s) => s.points.map(([, value]) => value)),
    ...(band?.points ?? []).flatMap(([, low, high]) => [low, high]),
  ];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const air = Math.max(0.01, (high - low) * 0.12);
  return fromZero ? [Math.min(0, low), high + air] : [low - air, high + air];
}

function lineOf({ line, points }: Series, x: Scale, y: Scale): Markup {
  const at = points.map(([k, value]): [number, number] => [x(k), y(value)]);
  return markup`<g class="series ${line}"><path d="${polyline(at)}"/>${at.map(([cx, cy]) => markup`<circle cx="${px(cx)}" cy="${px(cy)}" r="3"/>`)}</g>`;
}

function bandOf({ points }: Band, x: Scale, y: Scale): Markup {
  const upper = points.map(([k, , high]): [number, number] => [x(k), y(high)]);
  const lower = points.map(([k, low]): [number, number] => [x(k), y(low)]);
  const [first, foot] = [upper[0], lower[0]];
  return points.length === 1 && first && foot
    ? markup`<rect class="chance" x="${px(first[0] - 5)}" y="${px(first[1])}" width="10" height="${px(Math.max(2, foot[1] - first[1]))}"/>`
    : markup`<path class="chance" d="${polyline([...upper, ...lower.toReversed()])}Z"/>`;
}

/** Names at the right end of their lines, moved up or down until none covers another. */
function lineNames({ series, band }: Chart, { x, y, place }: { x: Scale; y: Scale; place: Place }): Markup[] {
  const ends = [
    ...series.flatMap(({ label, points }) =>
      points.length > 0 && label !== '' ? [{ label, point: points[points.length - 1] }] : [],
    ),
    ...(band && band.points.length > 0 ? [{ label: band.label, point: band.points[0] }] : []),
  ];
  const taken: { left: number; right: number; y: number }[] = [];
  return ends.flatMap(({ label, point }) => {
    if (!point) return [];
    const width = textWidth(label);
    const right = Math.min(place.left + place.width, Math.max(x(point[0]) + 4, place.left + AXIS + width));
    const base = y(point[1]);
    const free = [-8, 16, -22, 30, -36, 44, -50, 58]
      .map((offset) => base + offset)
      .find(
        (candidate) =>
          candidate > place.top + HEAD - 2 &&
          candidate < place.top + place.height - FOOT - 2 &&
          !taken.some((t) => Math.abs(t.y - candidate) < 14 && t.left < right && right - width < t.right),
      );
    if (free === undefined) return [];
    taken.push({ left: right - width, right, y: free });
    return [markup`<text class="haloed" x="${px(right)}" y="${px(free)}" text-anchor="end">${label}</text>`];
  });
}
