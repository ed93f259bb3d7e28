import { type Drawing, element, inRgb, measured, resolved } from './svg.ts';

/** What belongs to the page around a figure and not to what it shows. */
const AROUND = 'figcaption, .aids, .tip, .hidden, .not-on-paper, button, input, select';
const TRANSPARENT = /^(?:transparent|rgba\(.*, 0\))$/;
const sides = ['Top', 'Right', 'Bottom', 'Left'] as const;

/** A figure of tables, lists and small drawings, as the browser has laid it out, without its frame. Null where nothing is shown. */
export function laidOut(figure: HTMLElement): Drawing | null {
  const { left, top } = figure.getBoundingClientRect();
  const svg = element('svg', {}) as SVGSVGElement;
  const ends = { left: Infinity, top: Infinity, right: 0, bottom: 0 };
  const place = ({ x, y, width, height }: DOMRect): Box => ({ x: x - left, y: y - top, width, height });
  const put = (mark: SVGElement, { x, y, width, height }: Box): void => {
    ends.left = Math.min(ends.left, x);
    ends.top = Math.min(ends.top, y);
    ends.right = Math.max(ends.right, x + width);
    ends.bottom = Math.max(ends.bottom, y + height);
    svg.append(mark);
  };
  const draw = (one: Element, seen: number): void => {
    if (one.matches(AROUND)) return;
    const style = getComputedStyle(one);
    const box = place(one.getBoundingClientRect());
    const opacity = seen * Number(style.opacity);
    if (style.display === 'none' || style.visibility === 'hidden' || opacity === 0) return;
    if (one instanceof SVGSVGElement) return put(faded(placed(resolved(one), box), seen), box);
    if (one instanceof HTMLCanvasElement)
      return put(faded(element('image', { href: one.toDataURL('image/png'), ...box }), opacity), box);
    if (one.tagName !== 'FIGURE') for (const mark of groundOf(style, box)) put(faded(mark, opacity), box);
    for (const child of one.childNodes)
      if (child instanceof Element) draw(child, opacity);
      else if (child instanceof Text)
        for (const { words, rect } of linesOf(child))
          put(faded(textOf(words, place(rect), style), opacity), place(rect));
  };
  draw(figure, 1);
  const width = Math.ceil(ends.right - ends.left);
  const height = Math.ceil(ends.bottom - ends.top);
  if (!(width > 0 && height > 0)) return null;
  svg.setAttribute('viewBox', `${ends.left} ${ends.top} ${width} ${height}`);
  return { svg, width, height };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function placed(svg: SVGSVGElement, box: Box): SVGElement {
  for (const [name, value] of Object.entries(box)) svg.setAttribute(name, String(value));
  return svg;
}

function faded(mark: SVGElement, opacity: number): SVGElement {
  if (opacity < 1) mark.setAttribute('opacity', String(opacity));
  return mark;
}

/** The colour behind an element, and the lines at its sides: a frame where all are the same. */
function groundOf(style: CSSStyleDeclaration, box: Box): SVGElement[] {
  const lines = sides
    .map((side) => ({
      side,
      colour: inRgb(style[`border${side}Color`]),
      kind: style[`border${side}Style`],
      thick: Number.parseFloat(style[`border${side}Width`]),
    }))
    .filter(({ colour, thick }) => thick > 0 && !TRANSPARENT.test(colour));
  const [first] = lines;
  const frame = lines.length === sides.length && lines.every(({ colour }) => colour === first?.colour) ? first : null;
  const fill = TRANSPARENT.test(style.backgroundColor) ? 'none' : inRgb(style.backgroundColor);
  if (fill === 'none' && !frame) return lines.map((line) => lineOf(line, box));
  const round = Number.parseFloat(style.borderTopLeftRadius);
  const inset = (frame?.thick ?? 0) / 2;
  const dash = { dashed: '5 3', dotted: '1 3' }[frame?.kind ?? ''];
  const ground = element('rect', {
    x: box.x + inset,
    y: box.y + inset,
    width: Math.max(0, box.width - 2 * inset),
    height: Math.max(0, box.height - 2 * inset),
    rx: style.borderTopLeftRadius.endsWith('%') ? (round / 100) * box.width : round,
    fill,
    ...(frame && { stroke: frame.colour, 'stroke-width': frame.thick }),
    ...(dash !== undefined && { 'stroke-dasharray': dash }),
  });
  return frame ? [ground] : [ground, ...lines.map((line) => lineOf(line, box))];
}

interface Line {
  readonly side: (typeof sides)[number];
  readonly colour: string;
  readonly thick: number;
}

function lineOf({ side, colour, thick }: Line, { x, y, width, height }: Box): SVGElement {
  const flat = side === 'Top' || side === 'Bottom';
  return element('rect', {
    x: side === 'Right' ? x + width - thick : x,
    y: side === 'Bottom' ? y + height - thick : y,
    width: flat ? width : thick,
    height: flat ? thick : height,
    fill: colour,
  });
}

/** A text as it is broken into lines, white space as it is shown. */
function linesOf(text: Text): { words: string; rect: DOMRect }[] {
  const lines: { words: string; rect: DOMRect; from: number }[] = [];
  const range = document.createRange();
  for (const { index, 0: word } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const rect = range.getBoundingClientRect();
    if (rect.width === 0) continue;
    const line = lines.at(-1);
    if (line && Math.abs(line.rect.top - rect.top) < rect.height / 2) {
      line.words += ` ${word}`;
      range.setStart(text, line.from);
      line.rect = range.getBoundingClientRect();
    } else lines.push({ words: word, rect, from: index });
  }
  return lines;
}

/** A line of text, on the base line that the browser has it on, and as long. */
function textOf(words: string, { x, y, width, height }: Box, style: CSSStyleDeclaration): SVGElement {
  const size = Number.parseFloat(style.fontSize);
  const lengths = measured(words, `${style.fontWeight} ${size}px ${style.fontFamily}`);
  const { fontBoundingBoxAscent: above = 0.8 * size, fontBoundingBoxDescent: below = 0.2 * size } = lengths ?? {};
  const text = element('text', {
    x,
    y: y + (height - above - below) / 2 + above,
    fill: inRgb(style.color),
    'font-family': style.fontFamily,
    'font-size': size,
    'font-style': style.fontStyle,
    'font-weight': style.fontWeight,
    textLength: width,
  });
  text.textContent = style.textTransform === 'uppercase' ? words.toUpperCase() : words;
  return text;
}
