import geist from '@fontsource-variable/geist/files/geist-latin-wght-normal.woff2?url';
import { saveBlob } from './save.ts';

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
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
] as const;
const MARGIN = 16;
const HEAD = 64;
const FOOT = 40;
/** PNG pixels a unit of the drawing. */
const SHARPNESS = 2;

/** A drawing on its own: its marks carry their colours. */
export interface Drawing {
  readonly svg: SVGSVGElement;
  readonly width: number;
  readonly height: number;
}

/** The wide drawing of a figure, colours and letters resolved, so that it looks the same in any program. Null without one. */
export function drawingIn(box: HTMLElement): Drawing | null {
  const svg = box.querySelector<SVGSVGElement>('svg.wide');
  if (!svg) return null;
  const { width, height } = svg.viewBox.baseVal;
  return { svg: resolved(svg), width, height };
}

/** Saves a drawing with the title and subtitle of its figure and a line on where it comes from. */
export async function savePicture(
  box: HTMLElement,
  drawing: Drawing,
  { name, form }: { name: string; form: 'svg' | 'png' },
): Promise<void> {
  const text = pictureOf(drawing, {
    title: box.querySelector('h3')?.textContent ?? '',
    subtitle: box.querySelector('.sub')?.textContent ?? '',
    foot: `Clientele · ${name} · ${new Date().toISOString().slice(0, 10)}`,
    face: await fontFace(),
  });
  const blob = new Blob([text], { type: 'image/svg+xml' });
  if (form === 'svg') return saveBlob(blob, `${name}.svg`);
  const png = await rasterised(blob);
  if (png) saveBlob(png, `${name}.png`);
}

interface Captions {
  readonly title: string;
  readonly subtitle: string;
  readonly foot: string;
  /** The letters that it is written in, as a rule with the file inside. */
  readonly face: string;
}

let face: Promise<string> | undefined;

/** The typeface of figures, so that a picture looks the same where nobody has it. Read once; without it if it is away. */
function fontFace(): Promise<string> {
  face ??= fetch(geist)
    .then(async (response) => {
      if (!response.ok) throw new Error(response.statusText);
      const bytes = new Uint8Array(await response.arrayBuffer());
      const data = btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
      return `@font-face{font-family:Geist;font-weight:100 900;src:url(data:font/woff2;base64,${data}) format("woff2")}`;
    })
    .catch(() => {
      face = undefined;
      return '';
    });
  return face;
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
      if (value !== '') mark.setAttribute(property, value);
    }
    mark.removeAttribute('class');
    mark.removeAttribute('data-mark');
    mark.removeAttribute('data-label');
  });
  for (const name of ['class', 'role', 'tabindex', 'aria-label', 'aria-roledescription']) copy.removeAttribute(name);
  return copy;
}

function pictureOf({ svg: copy, width, height }: Drawing, { title, subtitle, foot, face: rule }: Captions): string {
  const page = getComputedStyle(document.documentElement);
  const colour = (token: string): string => page.getPropertyValue(token).trim();
  const sheet = document.createElementNS(XMLNS, 'svg');
  sheet.setAttribute('xmlns', XMLNS);
  const across = width + 2 * MARGIN;
  sheet.setAttribute('width', String(across));
  sheet.setAttribute('height', String(height + HEAD + FOOT));
  sheet.setAttribute('viewBox', `0 0 ${across} ${height + HEAD + FOOT}`);
  const ground = document.createElementNS(XMLNS, 'rect');
  const letters = document.createElementNS(XMLNS, 'style');
  for (const [key, value] of Object.entries({ width: '100%', height: '100%', fill: colour('--surface') }))
    ground.setAttribute(key, value);
  const line = (y: number, size: number, fill: string, words: string): SVGTextElement => {
    const text = document.createElementNS(XMLNS, 'text');
    const set = { x: MARGIN, y, fill, 'font-size': size, 'font-weight': size > 12 ? 560 : 400 };
    for (const [key, value] of Object.entries({ ...set, 'font-family': 'Geist, sans-serif' }))
      text.setAttribute(key, String(value));
    text.textContent = words;
    return text;
  };
  copy.setAttribute('x', String(MARGIN));
  copy.setAttribute('y', String(HEAD));
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  sheet.append(
    letters,
    ground,
    line(30, 16, colour('--text'), title),
    line(50, 12, colour('--text-2'), subtitle),
    copy,
    line(height + HEAD + 24, 12, colour('--text-3'), foot),
  );
  // Into the text, not into the sheet: the policy of this page refuses rules that are made in it.
  return new XMLSerializer()
    .serializeToString(sheet)
    .replace(/<style\s*\/>|<style><\/style>/, `<style>${rule}</style>`);
}

async function rasterised(svg: Blob): Promise<Blob | null> {
  const url = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width * SHARPNESS;
    canvas.height = image.height * SHARPNESS;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  } finally {
    URL.revokeObjectURL(url);
  }
}

export function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(XMLNS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
