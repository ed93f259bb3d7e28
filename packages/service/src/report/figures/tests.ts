import type { Explanation } from '@clientele/engine';
import type { Report, Segment } from '../context.ts';
import { type Markup, markup, px } from '../markup.ts';
import { disc, svg } from './frame.ts';

type Test = Explanation['tests'][number];

const WIDTH = 300;
const TRACK = 44;
/** Discs of 16 px with a pixel between them. */
const STEP = 17;
/** Silhouettes of real customers rarely pass this; the track ends here. */
const WIDEST_SILHOUETTE = 0.7;

/** The three questions: answer in a word, the numbers on a fixed scale, a sentence. */
export function tests(report: Report): Markup {
  return markup`<section class="tests" aria-label="${report.say('tests')}">${report.explanation.tests.map(
    (test) =>
      markup`<div class="test"><p class="question"><span>${test.question}</span><strong>${test.answer}</strong></p>${strip(report, test)}<p class="answer">${test.sentence}</p></div>`,
  )}</section>`;
}

function strip(report: Report, test: Test): Markup {
  const draw = { apart, comes_back: comesBack, held_up: heldUp }[test.key];
  // The same headroom in all three, so that their tracks stand in one line; a tall stack of many segments is alone.
  const highest = Math.max(1, ...placedAt(report.segments).map(({ level }) => level));
  const levels = test.key === 'comes_back' ? highest : Math.min(highest, 3);
  const lift = levels * STEP + 10;
  const height = lift + 24;
  const content = markup`<g transform="translate(0 ${lift - TRACK})">${draw(report)}</g>`;
  return svg({ width: WIDTH, height, title: test.question, describe: test.sentence, className: 'strip' }, content);
}

function apart({ segmentation, say }: Report): Markup[] {
  const { silhouette, chance } = segmentation.structure;
  const marks = [track(), end(say('scale_none'), 'start'), end(say('scale_clear_gaps'), 'end')];
  if (chance) {
    const from = atSilhouette(chance.low);
    const to = Math.max(atSilhouette(chance.high), from + 3);
    marks.push(
      markup`<rect class="chance" x="${px(from)}" y="${TRACK - 10}" width="${px(to - from)}" height="20"/>`,
      markup`<text class="quiet" x="${px(Math.min(210, Math.max(58, (from + to) / 2)))}" y="${TRACK - 16}" text-anchor="middle">${say('scale_chance')}</text>`,
    );
  }
  if (silhouette !== null)
    marks.push(
      markup`<rect class="ink" x="${px(Math.min(WIDTH - 3, atSilhouette(silhouette) - 1.5))}" y="${TRACK - 13}" width="3" height="26"/>`,
    );
  return marks;
}

function atSilhouette(value: number): number {
  return (Math.min(WIDEST_SILHOUETTE, Math.max(0, value)) / WIDEST_SILHOUETTE) * WIDTH;
}

function atStability(value: number): number {
  return 9 + value * (WIDTH - 18);
}

function comesBack({ segments, say }: Report): Markup[] {
  const placed = placedAt(segments);
  const ticks = [0.6, 0.75].map(
    (value) =>
      markup`<line class="tick" x1="${px(atStability(value))}" x2="${px(atStability(value))}" y1="${TRACK - 12}" y2="${TRACK + 12}"/>`,
  );
  return [
    track(),
    ...ticks,
    ...stacked(placed),
    end(say('scale_falls_apart'), 'start'),
    end(say('scale_always_returns'), 'end'),
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

/** Where lettered discs stand: at their values, one above the other where they would touch. */
function placedAt(segments: readonly Segment[]): Placed[] {
  const placed: Placed[] = [];
  const measured = segments.flatMap((segment) =>
    segment.profile.stability === null ? [] : [{ segment, x: atStability(segment.profile.stability) }],
  );
  for (const { segment, x } of measured.toSorted((a, b) => a.x - b.x)) {
    const taken = placed.filter((other) => Math.abs(other.x - x) < STEP).map(({ level }) => level);
    let level = 0;
    while (taken.includes(level)) level++;
    placed.push({ segment, x, level });
  }
  return placed;
}

function heldUp(): Markup[] {
  return [
    markup`<rect class="untested" x="0.5" y="${TRACK - 4}" width="${WIDTH - 1}" height="8" rx="4"/>`,
    end('0%', 'start'),
    end('100%', 'end'),
  ];
}

function track(): Markup {
  return markup`<rect class="track" x="0" y="${TRACK - 4}" width="${WIDTH}" height="8" rx="4"/>`;
}

function end(text: string, anchor: 'start' | 'end'): Markup {
  return markup`<text class="quiet" x="${anchor === 'start' ? 0 : WIDTH}" y="${TRACK + 21}" text-anchor="${anchor}">${text}</text>`;
}
