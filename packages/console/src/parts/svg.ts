const XMLNS = 'http://www.w3.org/2000/svg';
/** Properties that decide how a mark of a figure looks. */
const drawn = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'vector-effect',
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
] as const;

/** A drawing on its own: its marks carry their colours. */
export interface Drawing {
  readonly svg: SVGSVGElement;
  readonly width: number;
  readonly height: number;
}

export function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(XMLNS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** A mixed colour as every program reads it: color(srgb 1 0.5 0) -> rgba(255, 128, 0, 1). */
export function inRgb(colour: string): string {
  return colour.replaceAll(/color\(srgb ([^)]+)\)/g, (_, parts: string) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = parts.split(/[\s/]+/).map(Number);
    return `rgba(${[red, green, blue].map((part) => Math.round(part * 255)).join(', ')}, ${alpha})`;
  });
}

/** A drawing with its colours and letters resolved. */
export function resolved(svg: SVGSVGElement): SVGSVGElement {
  svg.querySelector('.mark-ring')?.remove();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll<SVGElement>('*');
  copy.querySelectorAll<SVGElement>('*').forEach((mark, i) => {
    const original = originals[i];
    if (!original || original.tagName === 'title' || original.tagName === 'desc') return;
    const style = getComputedStyle(original);
    if (style.display === 'none') return mark.setAttribute('visibility', 'hidden');
    for (const property of drawn) {
      const value = style.getPropertyValue(property);
      if (value !== '') mark.setAttribute(property, inRgb(value));
    }
    mark.removeAttribute('class');
    mark.removeAttribute('data-mark');
    mark.removeAttribute('data-label');
  });
  for (const name of ['class', 'role', 'tabindex', 'aria-label', 'aria-roledescription']) copy.removeAttribute(name);
  return copy;
}

let ruler: CanvasRenderingContext2D | null | undefined;

/** How long a line of text is and how far it reaches above and below its base line. Null where nothing can be measured. */
export function measured(words: string, font: string): TextMetrics | null {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return null;
  ruler.font = font;
  return ruler.measureText(words);
}
