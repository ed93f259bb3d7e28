import { type Drawing, element, resolved } from '../../parts/picture.ts';

/** The bands between the two sides, with the names and numbers beside them as text. Null where they are not drawn. */
export function sankeyDrawing(figure: HTMLElement): Drawing | null {
  const ground = figure.querySelector<HTMLElement>('.sankey');
  const bands = ground?.querySelector<SVGSVGElement>('svg.moves');
  if (!ground || !bands) return null;
  const { left, top, width, height } = ground.getBoundingClientRect();
  const at = (one: Element) => {
    const place = one.getBoundingClientRect();
    return { x: place.left - left, y: place.top - top, width: place.width, height: place.height };
  };
  const svg = element('svg', { viewBox: `0 0 ${width} ${height}` }) as SVGSVGElement;
  const drawn = resolved(bands);
  for (const [name, value] of Object.entries(at(bands))) drawn.setAttribute(name, String(value));
  svg.append(drawn);
  for (const end of ground.querySelectorAll('.ends i'))
    svg.append(element('rect', { ...at(end), fill: getComputedStyle(end).backgroundColor }));
  for (const disc of ground.querySelectorAll('.ends .disc')) {
    const { x, y, width: across } = at(disc);
    const { backgroundColor } = getComputedStyle(disc);
    svg.append(element('circle', { cx: x + across / 2, cy: y + across / 2, r: across / 2, fill: backgroundColor }));
  }
  for (const words of ground.querySelectorAll<HTMLElement>('.ends .disc, .ends strong, .ends .end-words .quiet')) {
    const { x, y, width: across, height: high } = at(words);
    const { color, fontSize, fontWeight } = getComputedStyle(words);
    if (across === 0) continue;
    const middle = words.matches('.disc');
    const text = element('text', {
      x: middle ? x + across / 2 : x,
      y: middle ? y + high / 2 + 4.5 : y + 13,
      'text-anchor': middle ? 'middle' : 'start',
      fill: color,
      'font-family': 'Geist, sans-serif',
      'font-size': Number.parseFloat(fontSize),
      'font-weight': fontWeight,
    });
    text.textContent = words.innerText.replaceAll(/\s+/g, ' ');
    svg.append(text);
  }
  return { svg, width, height };
}
