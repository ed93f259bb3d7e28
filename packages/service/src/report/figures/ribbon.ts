import type { Report } from '../context.ts';
import { inSentence } from '../features.ts';
import type { Format } from '../format.ts';
import { type Markup, markup, px } from '../markup.ts';
import { moneyOf } from './money.ts';
import { bothWidths, type DrawnFigure, figure, markOf, svg, textWidth } from './frame.ts';
import { counted, words } from './sheet.ts';

/** One part of the two bars: a segment, or a tier. */
export interface Part {
  readonly key: string;
  readonly name: string;
  readonly tone: string;
  readonly share: number;
  /** Share of the money; null draws one bar only. */
  readonly valueShare: number | null;
}

const BAR = 30;
const GAP = 40;
const LEFT = 92;
/** Height of a second line of a name. */
const LINE = 14;
/** Room between two names, with what the estimate of their width may be short of. */
const NAME_GAP = 8;

/** From heads to money: each band runs from a segment's share of customers to its share of the value. */
export function ribbon(report: Report): DrawnFigure {
  const { segments, say, format, explanation, customers } = report;
  const parts = segments.map(({ letter, name, tone, profile }) => ({
    key: letter,
    name,
    tone,
    share: profile.share,
    valueShare: profile.value?.share ?? null,
  }));
  const money = moneyOf(report);
  const rows = segments.map(({ name, profile }) => [
    words(name),
    counted(profile.size, format.count),
    counted(profile.share, format.share),
    ...(money === null
      ? []
      : [counted(profile.value?.total ?? 0, format.count), counted(profile.value?.share ?? 0, format.share)]),
  ]);
  const headings = [say('segment'), say('customers'), say('share_of_customers')];
  return figure(report, {
    id: 'ribbon',
    title: explanation.figureTitles.ribbon ?? say('ribbon_title'),
    subtitle:
      money === null
        ? say('sizes_sub', { n: customers })
        : say('ribbon_sub', { feature: inSentence(money.label), total: money.total }),
    body: bothWidths(report, (width, className) =>
      bars({
        parts,
        width,
        className,
        title: say('ribbon_title'),
        describe: describe(report, parts),
        customers: format.count(customers),
        labels: [say('customers'), money?.label ?? ''],
        total: money?.total ?? null,
        shares: format,
      }),
    ),
    howToRead: say(money === null ? 'how_sizes' : 'how_ribbon'),
    sheet: { columns: money === null ? headings : [...headings, money.label, say('share_of_value')], rows },
  });
}

function describe({ say, format }: Report, parts: readonly Part[]): string {
  return parts
    .map(({ name, share, valueShare }) =>
      valueShare === null
        ? say('size_item', { name, share: format.share(share) })
        : say('ribbon_item', { name, share: format.share(share), value: format.share(valueShare) }),
    )
    .join('; ');
}

export interface Bars {
  readonly parts: readonly Part[];
  readonly width: number;
  readonly className: string;
  readonly title: string;
  readonly describe: string;
  readonly customers: string;
  readonly labels: readonly [string, string];
  readonly total: string | null;
  readonly shares: Shares;
}
type Shares = Pick<Format, 'share' | 'roundShare'>;

/** The two bars with their bands; names above, letter and share inside, outside where there is no room. */
export function bars(options: Bars): Markup {
  const { parts, width, className, title, labels, total } = options;
  const narrow = className === 'narrow';
  const left = narrow ? 0 : LEFT;
  const span = width - left;
  const upper = place(parts, (part) => part.share, left, span);
  const rooms = upper.map(({ x }, i) => (upper[i + 1]?.x ?? width) - x - NAME_GAP);
  const twoLines = !narrow && upper.some((piece, i) => linesOf(piece, rooms[i] ?? 0).length > 1);
  const top = narrow ? 20 : twoLines ? 24 + LINE : 24;
  const lower = total === null ? null : place(parts, (part) => part.valueShare ?? 0, left, span);
  const bottom = top + BAR + GAP;
  const height = lower ? bottom + BAR + 24 : top + BAR + 24;
  const content = [
    ...(narrow
      ? [markup`<text class="quiet" x="0" y="12">${`${options.customers} ${labels[0].toLowerCase()}`}</text>`]
      : [side(top, labels[0], options.customers), ...namesAbove(upper, top - 8, width)]),
    ...(lower ? lower.map((to, i) => band(to.part, upper[i] ?? to, to, [top + BAR, bottom])) : []),
    ...upper.flatMap((piece) => block(piece, top, options.shares)),
    ...(lower ? [] : outside(upper, top + BAR + 16, options)),
    ...(lower ?? []).flatMap((piece) => block(piece, bottom, options.shares)),
    ...(lower ? outside(lower, bottom + BAR + 17, options) : []),
    ...(lower && total !== null
      ? [
          narrow
            ? markup`<text class="quiet" x="0" y="${bottom + BAR + 17}">${`${total} ${labels[1].toLowerCase()}`}</text>`
            : side(bottom, labels[1], total),
        ]
      : []),
  ];
  return svg({ width, height, title, describe: options.describe, className }, content);
}

function side(y: number, label: string, number: string): Markup {
  return markup`<text class="strong" x="0" y="${y + 12}">${label}</text><text class="quiet" x="0" y="${y + 27}">${number}</text>`;
}

interface Piece {
  readonly part: Part;
  readonly x: number;
  readonly width: number;
  readonly share: number;
  /** Its place among the parts. */
  readonly index: number;
}

function place(parts: readonly Part[], shareOf: (part: Part) => number, left: number, span: number): Piece[] {
  const total = parts.reduce((sum, part) => sum + Math.max(0, shareOf(part)), 0);
  let x = left;
  return parts.map((part, index) => {
    const width = total > 0 ? (Math.max(0, shareOf(part)) / total) * span : 0;
    const piece = { part, x, width, share: shareOf(part), index };
    x += width;
    return piece;
  });
}

function block(piece: Piece, y: number, shares: Shares): Markup[] {
  const { part, x, width } = piece;
  const text = fitting(piece, shares);
  const noise = part.tone === 's-noise';
  const shape = noise
    ? markup`<rect class="hollow" x="${px(x + 1)}" y="${y + 1}" width="${px(Math.max(1, width - 4))}" height="${BAR - 2}" rx="2"/>`
    : markup`<rect class="fill" x="${px(x)}" y="${y}" width="${px(Math.max(1, width - 2))}" height="${BAR}" rx="2"/>`;
  const after = x + (part.key === '' ? 8 : 15 + textWidth(part.key));
  const inside = [
    ...(width > textWidth(part.key) + 12
      ? [markup`<text class="on strong" x="${px(x + 8)}" y="${y + 19.5}">${part.key}</text>`]
      : []),
    ...(text === null ? [] : [markup`<text class="on" x="${px(after)}" y="${y + 19.5}">${text}</text>`]),
  ];
  return [markup`<g class="${part.tone}"${markOf(piece.index)}>${shape}${inside}</g>`];
}

/** The share as it fits beside the key: with a decimal, without, or not at all. */
function fitting({ part, width, share }: Piece, { share: exact, roundShare }: Shares): string | null {
  const room = width - textWidth(part.key) - 23;
  return [exact(share), roundShare(share)].find((text) => textWidth(text) <= room) ?? null;
}

/** Shares that found no room inside, to the right under the bar, from the last one leftwards. */
function outside(pieces: readonly Piece[], y: number, { shares, width }: Bars): Markup[] {
  const marks: Markup[] = [];
  let right = width;
  for (const piece of pieces.toReversed()) {
    const text = shares.share(piece.share);
    if (fitting(piece, shares) !== null || piece.width <= 0) continue;
    const label = `${piece.part.key} ${text}`;
    const end = Math.min(right, Math.max(piece.x + piece.width, textWidth(label)));
    if (end - textWidth(label) < 90) break;
    marks.push(
      markup`<text x="${px(end)}" y="${y}" text-anchor="end"><tspan class="strong">${piece.part.key}</tspan> ${text}</text>`,
    );
    right = end - textWidth(label) - 10;
  }
  return marks;
}

/** Names over their part where they fit before the next name begins, in two lines if need be; the first may reach left. */
function namesAbove(pieces: readonly Piece[], y: number, width: number): Markup[] {
  return pieces.flatMap((piece, i) => {
    const { part, x, width: own } = piece;
    const lines = linesOf(piece, (pieces[i + 1]?.x ?? width) - x - NAME_GAP);
    const [last = '', first] = lines.toReversed();
    if (lines.length > 0)
      return [
        markup`<text class="strong" x="${px(x)}" y="${y}">${last}</text>${first !== undefined && markup`<text class="strong" x="${px(x)}" y="${y - LINE}">${first}</text>`}`,
      ];
    if (i > 0 || textWidth(part.name) > x + own) return [];
    return [markup`<text class="strong" x="${px(x + own - 6)}" y="${y}" text-anchor="end">${part.name}</text>`];
  });
}

/** A name in one line or two that fit into the room; none when neither does. */
function linesOf({ part: { name } }: Piece, room: number): string[] {
  if (textWidth(name) <= room) return [name];
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  const halves = spaces.map((at) => [name.slice(0, at), name.slice(at + 1)]);
  return halves.find((lines) => lines.every((line) => textWidth(line) <= room)) ?? [];
}

function band(part: Part, from: Piece, to: Piece, [y1, y2]: readonly [number, number]): Markup {
  const middle = (y1 + y2) / 2;
  const [a, b] = [from.x, from.x + Math.max(0.5, from.width - 2)];
  const [c, d] = [to.x, to.x + Math.max(0.5, to.width - 2)];
  const path = `M${px(a)} ${y1}C${px(a)} ${middle} ${px(c)} ${middle} ${px(c)} ${y2}L${px(d)} ${y2}C${px(d)} ${middle} ${px(b)} ${middle} ${px(b)} ${y1}Z`;
  return markup`<path class="${part.tone} band" d="${path}"${markOf(from.index)}/>`;
}
