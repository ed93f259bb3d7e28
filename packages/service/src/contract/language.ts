import { type Language, languages } from '@clientele/engine';

/** The language of texts for people when nothing better is known. */
export const DEFAULT_LANGUAGE: Language = 'en';
/** Longer Accept-Language headers are not read: no browser sends one. */
const LONGEST_HEADER = 256;

/**
 * The language that an Accept-Language header asks for, by q-values; the first of equals wins. `pt-BR` counts as `pt`.
 * A header that names only languages we do not speak means English. Null when the header leaves the choice to us
 * (absent, or only `*`, as fetch sends by itself), so that the body's `lang` may decide.
 */
export function negotiate(header: string | undefined): Language | null {
  if (header === undefined || header.trim() === '') return null;
  if (header.length > LONGEST_HEADER) return DEFAULT_LANGUAGE;
  const wishes = header
    .split(',')
    .map(wish)
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality); // stable: the first of equals stays first
  if (wishes.length > 0 && wishes.every(({ tag }) => tag === '*')) return null;
  for (const { tag } of wishes) {
    const language = spoken(tag);
    if (language) return language;
  }
  return DEFAULT_LANGUAGE;
}

/** Our language for a tag such as `es-419`; undefined when we do not speak it. */
export function spoken(tag: string): Language | undefined {
  const primary = tag.trim().toLowerCase().split(/[-_]/)[0];
  return languages.find((language) => language === primary);
}

function wish(part: string): { tag: string; quality: number } {
  const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
  const given = parameters.find((parameter) => /^q\s*=/i.test(parameter));
  const quality = given === undefined ? 1 : Number(given.replace(/^q\s*=\s*/i, ''));
  return { tag: tag.toLowerCase(), quality: tag !== '' && quality >= 0 && quality <= 1 ? quality : 0 };
}
