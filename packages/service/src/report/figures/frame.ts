import type { Report, Segment } from '../context.ts';
import { type Markup, markup, px } from '../markup.ts';
import { type Cell, csv, type Sheet, table } from './sheet.ts';

/** Widths figures are drawn at: a sheet of paper or a desk screen, and a phone. Text keeps its size in both. */
export const WIDE = 700;
export const NARROW = 328;

export interface Figure {
  readonly id: string;
  /** The finding. */
  readonly title: string;
  /** What is drawn, in which unit, of how many. */
  readonly subtitle: string;
  readonly body: Markup;
  readonly foot?: string | undefined;
  /** Three sentences: what it is, how to read it, what it cannot say. */
  readonly howToRead: string;
  /** The numbers that it draws. */
  readonly sheet?: Sheet | undefined;
  /** Whether its body is a table of them already. */
  readonly tabled?: boolean;
  /** The numbers of the table stand elsewhere on paper, so that it need not open there. */
  readonly onScreenOnly?: boolean;
  /** A title beside the body wastes room that a table needs. */
  readonly full?: boolean;
}

/** A figure as it is shown, and the numbers in it as CSV. */
export interface DrawnFigure extends Markup {
  readonly numbers: string | null;
}

/** The common frame: title, subtitle, picture, and behind it how to read it and the same as a table. */
export function figure(report: Report, parts: Figure): DrawnFigure {
  const { say } = report;
  const { sheet, tabled = false } = parts;
  const framed = markup`<figure class="figure${parts.full === true ? ' full' : ''}" id="${parts.id}">
<figcaption><h3>${parts.title}</h3><p class="sub">${parts.subtitle}</p></figcaption>
<div class="body">${parts.body}${parts.foot !== undefined && markup`<p class="foot">${parts.foot}</p>`}</div>
<div class="aids"><details class="on-screen"><summary>${say('how_to_read')}</summary><p>${parts.howToRead}</p></details>${
    sheet &&
    !tabled &&
    markup`<details class="twin${parts.onScreenOnly === true && ' on-screen'}"><summary>${say('as_table')}</summary><div class="scroll" tabindex="0" role="region" aria-label="${parts.title}">${table(sheet)}</div></details>`
  }</div>
</figure>`;
  return { ...framed, numbers: sheet ? csv(sheet) : null };
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly describe: string;
  readonly className: string;
}

/** An SVG with its name and description. */
export function svg({ width, height, title, describe, className }: Drawing, content: Markup | Markup[]): Markup {
  return markup`<svg class="${className}" viewBox="0 0 ${px(width)} ${px(height)}" role="img"><title>${title}</title><desc>${describe}</desc>${content}</svg>`;
}

/** Names what a mark of a drawing shows: a row of the figure's table, or one cell of it. A page lets its reader walk them. */
export function markOf(row: number, column?: number): Markup {
  return markup` data-mark="${column === undefined ? row : `${row} ${column}`}"`;
}

/** Draws once for a wide page and once for a phone; the style sheet shows one of the two. */
export function bothWidths({ wide = WIDE }: Report, draw: (width: number, className: string) => Markup): Markup {
  return markup`${draw(wide, 'wide')}${draw(NARROW, 'narrow')}`;
}

/** Letter on its colour; noise is hollow. */
export function disc(segment: Segment, [x, y]: readonly [number, number], radius = 8): Markup {
  if (segment.id < 0)
    return markup`<g class="s-noise"><circle class="hollow" cx="${px(x)}" cy="${px(y)}" r="${radius - 1}"/></g>`;
  const size = segment.letter.length > 1 ? radius : radius * 1.3;
  return markup`<g class="${segment.tone}"><circle class="fill" cx="${px(x)}" cy="${px(y)}" r="${radius}"/><text class="on strong" x="${px(x)}" y="${px(y + size * 0.36)}" text-anchor="middle" font-size="${px(size)}">${segment.letter}</text></g>`;
}

/** The same in running HTML. */
export function badge(segment: Segment): Markup {
  return segment.id < 0
    ? markup`<span class="disc hollow s-noise" aria-hidden="true"></span>`
    : markup`<span class="disc ${segment.tone}" aria-hidden="true">${segment.letter}</span>`;
}

/** Letter and name together. */
export function named(segment: Segment): Markup {
  return markup`<span class="named">${badge(segment)}<span>${segment.name}</span></span>`;
}

/** The same at the head of a row, by its name in a file. */
export function rowOf(segment: Segment): Cell {
  return { text: named(segment), plain: segment.name };
}

/** About how wide a line of text is; enough to decide whether a label fits. */
export function textWidth(text: string, size = 12): number {
  let width = 0;
  for (const character of text)
    width += /[iljtfr.,:;'|! ]/.test(character)
      ? 0.32
      : /[mwMW%@]/.test(character)
        ? 0.84
        : /[A-Z0-9]/.test(character)
          ? 0.63
          : 0.56;
  return width * size;
}
