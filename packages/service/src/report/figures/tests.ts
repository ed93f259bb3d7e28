import type { Explanation } from '@clientele/engine';
import type { Report, Segment } from '../context.ts';
import { type Markup, markup, px } from '../markup.ts';
import { disc, svg } from './frame.ts';

type Test = Explanation['tests'][number];

/** DrawnFigure width of a strip where it has a column to itself, and in three columns on a tablet or on paper. */
const WIDTHS = { roomy: 300, tight: 210 } as const;
const TRACK = 44;
/** Discs of 16 px with a pixel between them. */
const STEP = 17;
/** Silhouettes of real customers rarely pass this; the track ends here. */
const WIDEST_SILHOUETTE = 0.7;

/** The three questions: answer in a word, the numbers on a fixed scale, a sentence. */
export function tests(report: Report): Markup {
  return markup`<section class="tests" aria-label="${report.say('tests')}">${report.explanation.tests.map(
    (test) =>
      markup`<div class="test"><p class="question"><span>${test.question}</span><strong>${test.answer}</strong></p>${strip(report, test, 'roomy')}${strip(report, test, 'tight')}<p class="answer">${test.sentence}</p></div>`,
  )}</section>`;
}

function strip(report: Report, test: Test, room: keyof typeof WIDTHS): Markup {
  const width = WIDTHS[room];
  const draw = { apart, comes_back: comesBack, held_up: heldUp }[test.key];
  const lift = {
    apart: 33,
    comes_back: highest(returning(report.segments, width)) * STEP + 14,
    held_up: highest(buyingAgain(report, width)) * STEP + 14,
  }[test.key];
  const height = lift + 24;
  const content = markup`<g transform="translate(0 ${lift - TRACK})">${draw(report, width)}</g>`;
  return svg({ width, height, title: test.question, describe: test.sentence, className: `strip ${room}` }, content);
}

/** How many discs stand above the first one. */
function highest(placed: readonly Placed[]): number {
  return Math.max(0, ...placed.map(({ level }) => level));
}

function apart({ segmentation, say }: Report, width: number): Markup[] {
  const { silhouette, chance } = segmentation.structure;
  const marks = [track(width), end(say('scale_none'), 'start', width), end(say('scale_clear_gaps'), 'end', width)];
  if (chance) {
    const from = atSilhouette(chance.low, width);
    const to = Math.max(atSilhouette(chance.high, width), from + 3);
    marks.push(
      markup`<rect class="chance" x="${px(from)}" y="${TRACK - 10}" width="${px(to - from)}" height="20"/>`,
      markup`<text class="quiet" x="${px(Math.min(width - 30, Math.max(30, (from + to) / 2)))}" y="${TRACK - 16}" text-anchor="middle">${say('scale_chance')}</text>`,
    );
  }
  if (silhouette !== null)
    marks.push(
      markup`<rect class="ink" x="${px(Math.min(width - 3, atSilhouette(silhouette, width) - 1.5))}" y="${TRACK - 13}" width="3" height="26"/>`,
    );
  return marks;
}

function atSilhouette(value: number, width: number): number {
  return (Math.min(WIDEST_SILHOUETTE, Math.max(0, value)) / WIDEST_SILHOUETTE) * width;
}

function atStability(value: number, width: number): number {
  return 9 + value * (width - 18);
}

function comesBack({ segments, say }: Report, width: number): Markup[] {
  const placed = returning(segments, width);
  const ticks = [0.6, 0.75].map(
    (value) =>
      markup`<line class="tick" x1="${px(atStability(value, width))}" x2="${px(atStability(value, width))}" y1="${TRACK - 12}" y2="${TRACK + 12}"/>`,
  );
  return [
    track(width),
    ...ticks,
    ...stacked(placed),
    end(say('scale_falls_apart'), 'start', width),
    end(say('scale_always_returns'), 'end', width),
  ];
}

function stacked(placed: readonly Placed[]): Markup[] {
  return placed.map(({ segment, x, level }) => disc(segment, [x, TRACK - level * STEP]));
}

interface Placed {
  readonly segment: Segment;
  readonly x: number;
  readonly level: number;
}

function returning(segments: readonly Segment[], width: number): Placed[] {
  return placedAt(
    segments.flatMap((segment) =>
      segment.profile.stability === null ? [] : [{ segment, x: atStability(segment.profile.stability, width) }],
    ),
  );
}

/** Segments of the whole that the earlier groups are, at the share of their customers who bought again. */
function buyingAgain({ segments, segmentation }: Report, width: number): Placed[] {
  return placedAt(
    (segmentation.later?.groups ?? []).flatMap((group) => {
      const segment = segments.find(({ id }) => id >= 0 && id === group.segment);
      return segment ? [{ segment, x: atStability(group.share, width) }] : [];
    }),
  );
}

/** Where lettered discs stand: at their values, one above the other where they would touch. */
function placedAt(measured: readonly Omit<Placed, 'level'>[]): Placed[] {
  const placed: Placed[] = [];
  for (const { segment, x } of measured.toSorted((a, b) => a.x - b.x)) {
    const taken = placed.filter((other) => Math.abs(other.x - x) < STEP).map(({ level }) => level);
    let level = 0;
    while (taken.includes(level)) level++;
    placed.push({ segment, x, level });
  }
  return placed;
}

/** Intervals of all groups as bars, and those that are a segment of the whole as discs; a dashed track where nothing was looked at. */
function heldUp(report: Report, width: number): Markup[] {
  const ends = [end('0%', 'start', width), end('100%', 'end', width)];
  const { later } = report.segmentation;
  if (!later)
    return [markup`<rect class="untested" x="0.5" y="${TRACK - 4}" width="${width - 1}" height="8" rx="4"/>`, ...ends];
  const intervals = later.groups
    .filter(({ id }) => id >= 0)
    .map(({ low, high }) => {
      const from = atStability(low, width);
      return markup`<rect class="chance" x="${px(from)}" y="${TRACK - 10}" width="${px(Math.max(2, atStability(high, width) - from))}" height="20"/>`;
    });
  return [track(width), ...intervals, ...stacked(buyingAgain(report, width)), ...ends];
}

function track(width: number): Markup {
  return markup`<rect class="track" x="0" y="${TRACK - 4}" width="${width}" height="8" rx="4"/>`;
}

function end(text: string, anchor: 'start' | 'end', width: number): Markup {
  return markup`<text class="quiet" x="${anchor === 'start' ? 0 : width}" y="${TRACK + 21}" text-anchor="${anchor}">${text}</text>`;
}
