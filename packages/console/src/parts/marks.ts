const XMLNS = 'http://www.w3.org/2000/svg';
const MARKS = '[data-mark], [data-label]';
/** Room between a mark and the ring around it, in units of the drawing. */
const AIR = 2;

/** The mark that a reader is at. */
export interface At {
  readonly svg: SVGSVGElement;
  readonly key: string;
}

/** What the marks of a drawing are called, in the order of the drawing; those of one thing are one. */
export function keysIn(svg: SVGSVGElement): string[] {
  return [...new Set([...svg.querySelectorAll(MARKS)].map(keyOf))];
}

/** The mark under an element of a drawing; null beside the marks. */
export function keyAt(target: EventTarget | null): string | null {
  const mark = target instanceof Element ? target.closest(MARKS) : null;
  return mark && keyOf(mark);
}

function keyOf(mark: Element): string {
  return mark.getAttribute('data-mark') ?? `label ${mark.getAttribute('data-label')}`;
}

export function elementsAt({ svg, key }: At): SVGGraphicsElement[] {
  return [...svg.querySelectorAll<SVGGraphicsElement>(MARKS)].filter((mark) => keyOf(mark) === key);
}

/** What a mark says: its own words, or the row or the cell of the figure's table that it draws. */
export function wordsOf({ svg, key }: At): { readonly title: string; readonly lines: readonly string[] } {
  const own = elementsAt({ svg, key })[0]?.getAttribute('data-label');
  if (own !== null && own !== undefined) return { title: own, lines: [] };
  const table = svg.closest('figure')?.querySelector<HTMLTableElement>('.twin table, .body table');
  const [row = -1, column] = key.split(' ').map(Number);
  const cells = table?.tBodies[0]?.rows[row]?.cells;
  const headings = table?.tHead?.rows[0]?.cells;
  if (!cells || !headings) return { title: '', lines: [] };
  const wanted = column === undefined ? [...cells].map((_, i) => i).slice(1) : [column];
  const lines = wanted.map((i) => `${textOf(headings[i])}: ${textOf(cells[i])}`);
  return { title: textOf(cells[0]), lines };
}

/** The letter of a badge is for the eye alone. */
function textOf(cell: Element | undefined): string {
  const copy = cell?.cloneNode(true) as Element | undefined;
  for (const hidden of copy?.querySelectorAll('[aria-hidden]') ?? []) hidden.remove();
  return copy?.textContent?.trim() ?? '';
}

/** A frame around a mark, as long as a reader is at it. */
export function ring(at: At | null, box: HTMLElement): void {
  for (const old of box.querySelectorAll('.mark-ring')) old.remove();
  if (!at) return;
  const boxes = elementsAt(at).map((mark) => mark.getBBox());
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const frame = document.createElementNS(XMLNS, 'rect');
  const place = { x: left - AIR, y: top - AIR, width: right - left + 2 * AIR, height: bottom - top + 2 * AIR, rx: 3 };
  for (const [name, value] of Object.entries(place)) frame.setAttribute(name, String(value));
  frame.setAttribute('class', 'mark-ring');
  at.svg.append(frame);
}
