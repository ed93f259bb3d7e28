import { scaleLinear } from 'd3-scale';
import type { Format } from '../format.ts';
import { type Markup, markup, polyline, px } from '../markup.ts';
import { markOf, textWidth } from './frame.ts';

/** A line of dots over the number of segments. */
export interface Series {
  readonly label: string;
  /** Class of the line: the first method is ink, the others grey and dashed or dotted. */
  readonly line: string;
  readonly points: readonly (readonly [k: number, value: number])[];
  /** Row and column of each point in the table of the figure. */
  readonly at: readonly (readonly [row: number, column: number])[];
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

/** Line styles in words, for the names that found no room in a chart. */
export function lineKey(series: readonly Series[], band: Band | null): Markup {
  const lines = series.map(
    ({ label, line }) =>
      markup`<span><svg class="series ${line}" viewBox="0 0 28 10" width="28" height="10" aria-hidden="true"><path d="M1 5H27"/><circle cx="14" cy="5" r="3"/></svg>${label}</span>`,
  );
  const grey =
    band &&
    markup`<span><svg viewBox="0 0 28 10" width="28" height="10" aria-hidden="true"><rect class="chance" width="28" height="10"/></svg>${band.label}</span>`;
  return markup`<p class="legend">${lines}${grey}</p>`;
}

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
    markup`<circle class="choice-ring" cx="${px(x(given.chosen.k))}" cy="${px(y(given.chosen.value))}" r="6.5"/>`;
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

function lineOf({ line, points, at: cells }: Series, x: Scale, y: Scale): Markup {
  const at = points.map(([k, value]): [number, number] => [x(k), y(value)]);
  return markup`<g class="series ${line}"><path d="${polyline(at)}"/>${at.map(([cx, cy], i) => markup`<circle cx="${px(cx)}" cy="${px(cy)}" r="3"${cells[i] && markOf(...cells[i])}/>`)}</g>`;
}

function bandOf({ points }: Band, x: Scale, y: Scale): Markup {
  const upper = points.map(([k, , high]): [number, number] => [x(k), y(high)]);
  const lower = points.map(([k, low]): [number, number] => [x(k), y(low)]);
  const [first, foot] = [upper[0], lower[0]];
  return points.length === 1 && first && foot
    ? markup`<rect class="chance" x="${px(first[0] - 5)}" y="${px(first[1])}" width="10" height="${px(Math.max(2, foot[1] - first[1]))}"/>`
    : markup`<path class="chance" d="${polyline([...upper, ...lower.toReversed()])}Z"/>`;
}

/** Names beside the right half of their lines where they cover no line and no other name; the key under the figure has all. */
function lineNames({ series, band }: Chart, { x, y, place }: { x: Scale; y: Scale; place: Place }): Markup[] {
  const lines = series.map(({ points }) => points.map(([k, value]) => [x(k), y(value)] as const));
  const wanted = [
    ...series.map(({ label }, i) => ({ label, line: lines[i] ?? [] })),
    { label: band?.label ?? '', line: (band?.points ?? []).map(([k, low]) => [x(k), y(low) + 4] as const) },
  ].filter(({ label, line }) => label !== '' && line.length > 0);
  const taken: Box[] = [];
  return wanted.flatMap(({ label, line }) => {
    const box = freeBox(textWidth(label), line, { lines, taken, place });
    if (!box) return [];
    taken.push(box);
    return [markup`<text class="haloed" x="${px(box.left)}" y="${px(box.bottom - 3)}">${label}</text>`];
  });
}

type Line = readonly (readonly [number, number])[];
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
const OFFSETS = [-9, 19, -20, 30, -32, 42, -44, 54, 68, 82];

function freeBox(
  width: number,
  line: Line,
  around: { lines: readonly Line[]; taken: readonly Box[]; place: Place },
): Box | null {
  const { place } = around;
  for (const offset of OFFSETS)
    for (const [px0, py0] of line.slice(-Math.ceil(line.length / 2)).toReversed()) {
      const left = Math.min(place.left + place.width - width, Math.max(place.left + AXIS + 2, px0 - width / 2));
      const box = { left, right: left + width, top: py0 + offset - 12, bottom: py0 + offset + 2 };
      const inside = box.top > place.top + HEAD - 12 && box.bottom < place.top + place.height - FOOT;
      const clear =
        !around.taken.some((other) => overlaps(box, other)) && !around.lines.some((other) => crosses(other, box));
      if (inside && clear) return box;
    }
  return null;
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right + 6 && b.left < a.right + 6 && a.top < b.bottom && b.top < a.bottom;
}

/** Whether a line passes through a box, dots included. */
function crosses(line: Line, { left, right, top, bottom }: Box): boolean {
  return line.some(([x1, y1], i) => {
    const [x2, y2] = line[i + 1] ?? [x1, y1];
    const steps = Math.max(1, Math.ceil(Math.abs(x2 - x1) / 3));
    for (let step = 0; step <= steps; step++) {
      const at = [x1 + ((x2 - x1) * step) / steps, y1 + ((y2 - y1) * step) / steps] as const;
      if (at[0] > left - 4 && at[0] < right + 4 && at[1] > top - 3 && at[1] < bottom + 3) return true;
    }
    return false;
  });
}
