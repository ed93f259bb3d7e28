import { type Drawing, element } from '../../parts/picture.ts';

/** Height of a name, and the corner of its frame. */
const NAME = 24;

/** The map as it is seen now: its dots as a picture, its names as text over them. Null where it is not drawn. */
export function mapDrawing(figure: HTMLElement): Drawing | null {
  const box = figure.querySelector<HTMLElement>('.plane-box');
  const canvas = box?.querySelector('canvas');
  if (!box || !canvas) return null;
  const { width, height, left, top } = canvas.getBoundingClientRect();
  const svg = element('svg', { viewBox: `0 0 ${width} ${height}` }) as SVGSVGElement;
  svg.append(element('image', { href: canvas.toDataURL('image/png'), width, height }));
  for (const label of box.querySelectorAll<HTMLElement>('.pill-label')) {
    const style = getComputedStyle(label);
    if (style.visibility === 'hidden') continue;
    const place = label.getBoundingClientRect();
    const frame = { x: place.left - left, y: place.top - top, width: place.width, height: place.height, rx: NAME / 2 };
    const stroke = { stroke: style.borderTopColor, 'stroke-width': 2, fill: style.backgroundColor };
    const dash = { dashed: '5 3', dotted: '1 3' }[style.borderTopStyle];
    const words = element('text', {
      x: frame.x + frame.width / 2,
      y: frame.y + frame.height / 2 + 4.5,
      'text-anchor': 'middle',
      'font-family': 'Geist, sans-serif',
      'font-size': 13,
      'font-weight': 560,
      fill: style.color,
    });
    words.textContent = label.innerText.split(/\s*\n\s*/).join(' ');
    svg.append(element('rect', { ...frame, ...stroke, ...(dash && { 'stroke-dasharray': dash }) }), words);
  }
  return { svg, width, height };
}
