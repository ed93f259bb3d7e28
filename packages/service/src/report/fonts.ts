import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const faces = [
  { family: 'Geist', weights: '100 900', file: '@fontsource-variable/geist/files/geist-latin-wght-normal.woff2' },
  {
    family: 'Source Serif 4',
    weights: '200 900',
    file: '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2',
  },
] as const;

let sheet: string | undefined;

/** Both typefaces as @font-face rules with the files inside, so that the report asks nobody for anything. Read once. */
export function fontSheet(): string {
  const { resolve } = createRequire(import.meta.url);
  sheet ??= faces
    .map(({ family, weights, file }) => {
      const data = readFileSync(resolve(file)).toString('base64');
      return `@font-face{font-family:"${family}";font-style:normal;font-weight:${weights};font-display:swap;src:url(data:font/woff2;base64,${data}) format("woff2")}`;
    })
    .join('\n');
  return sheet;
}
