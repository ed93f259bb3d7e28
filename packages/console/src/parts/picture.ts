import geist from '@fontsource-variable/geist/files/geist-latin-wght-normal.woff2?url';
import { laidOut } from './laid-out.ts';
import { saveBlob } from './save.ts';
import { type Drawing, element, measured, resolved } from './svg.ts';

const MARGIN = 16;
const HEAD = 64;
const FOOT = 40;
/** PNG pixels a unit of the drawing. */
const SHARPNESS = 2;

/**
 * The wide drawing of a figure, or what it shows as it is laid out where it has none; colours and letters resolved, so
 * that it looks the same in any program. Null where nothing is shown.
 */
export function drawingIn(box: HTMLElement): Drawing | null {
  const svg = box.querySelector<SVGSVGElement>('svg.wide');
  if (!svg) return laidOut(box);
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

function pictureOf({ svg: copy, width, height }: Drawing, { title, subtitle, foot, face: rule }: Captions): string {
  const page = getComputedStyle(document.documentElement);
  const colour = (token: string): string => page.getPropertyValue(token).trim();
  const lines = [
    { words: title, y: 30, size: 16, weight: 560, fill: colour('--text') },
    { words: subtitle, y: 50, size: 12, weight: 400, fill: colour('--text-2') },
    { words: foot, y: height + HEAD + 24, size: 12, weight: 400, fill: colour('--text-3') },
  ];
  const family = 'Geist, sans-serif';
  const longest = Math.max(
    ...lines.map(({ words, size, weight }) => measured(words, `${weight} ${size}px ${family}`)?.width ?? 0),
  );
  const across = Math.ceil(Math.max(width, longest)) + 2 * MARGIN;
  const down = height + HEAD + FOOT;
  const sheet = element('svg', { width: across, height: down, viewBox: `0 0 ${across} ${down}` });
  for (const [name, value] of Object.entries({ x: MARGIN, y: HEAD, width, height }))
    copy.setAttribute(name, String(value));
  sheet.append(
    element('style', {}),
    element('rect', { width: '100%', height: '100%', fill: colour('--surface') }),
    ...lines.map(({ words, y, size, weight, fill }) => {
      const font = { 'font-family': family, 'font-size': size, 'font-weight': weight };
      const text = element('text', { x: MARGIN, y, fill, ...font });
      text.textContent = words;
      return text;
    }),
    copy,
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
