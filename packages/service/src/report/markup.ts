/** Text that is already HTML or SVG. Only `markup` makes it, so everything else is escaped on its way in. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | null | undefined | false | readonly Part[];

/** A template whose every inserted string is escaped. Null, undefined and false leave nothing; arrays are joined. */
export function markup(parts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  let out = parts[0] ?? '';
  values.forEach((value, i) => (out += rendered(value) + (parts[i + 1] ?? '')));
  return { markup: out };
}

/** Text made by this program alone (a style sheet, a data URI) goes in as it stands. Never for anything sent. */
export function trusted(text: string): Markup {
  return { markup: text };
}

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character).replace(unprintable, '\uFFFD');
}

/** A coordinate for SVG: two decimals are finer than any screen or printer shows. */
export function px(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return Number.isFinite(rounded) ? String(rounded) : '0';
}

/** A path through points, as M and L commands. */
export function polyline(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${px(x)} ${px(y)}`).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
// Controls and direction overrides: an id must not be able to turn the text around it.
// oxlint-disable-next-line no-control-regex -- these are the characters to remove
const unprintable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g;

function rendered(value: Part): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : px(value);
  if ('markup' in value) return value.markup;
  return value.map(rendered).join('');
}
