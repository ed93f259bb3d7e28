/**
 * The colours of the report, in both themes. Hue belongs to customers (segments), to less and more than usual, and to
 * trouble; everything else is ink on paper. A test computes the contrasts.
 */
export const light = {
  bg: '#f5f6f6',
  surface: '#ffffff',
  sunken: '#eceeef',
  line: '#dee2e3',
  'line-strong': '#7d868b',
  text: '#14181b',
  'text-2': '#454d52',
  'text-3': '#5f686d',
  warn: '#7a4a00',
  'warn-bg': '#fff3d9',
  'warn-line': '#e3b75c',
  'seg-1': '#0235b4',
  'seg-1-on': '#ffffff',
  'seg-2': '#c87500',
  'seg-2-on': '#14181b',
  'seg-3': '#2b9c8a',
  'seg-3-on': '#14181b',
  'seg-4': '#7a1e32',
  'seg-4-on': '#ffffff',
  'seg-5': '#8778fa',
  'seg-5-on': '#14181b',
  'seg-6': '#2c709b',
  'seg-6-on': '#ffffff',
  'seg-7': '#ad2403',
  'seg-7-on': '#ffffff',
  'seg-8': '#71955d',
  'seg-8-on': '#14181b',
  'seg-9': '#60295b',
  'seg-9-on': '#ffffff',
  'seg-10': '#52575c',
  'seg-10-on': '#ffffff',
  'seg-11': '#c26b80',
  'seg-11-on': '#14181b',
  'seg-12': '#6e6c38',
  'seg-12-on': '#ffffff',
  'seg-noise': '#8b9499',
  'seg-rest': '#c3c9cc',
  'less-4': '#8a5a1c',
  'less-3': '#b58a51',
  'less-2': '#d8bd95',
  'less-1': '#efe3d1',
  mid: '#f4f5f5',
  'more-1': '#d5e4e7',
  'more-2': '#9fc3ca',
  'more-3': '#5f98a3',
  'more-4': '#1d5a67',
  'scale-4-on': '#ffffff',
  'scale-3-on': '#14181b',
} as const;

export type Token = keyof typeof light;

export const dark: Readonly<Record<Token, string>> = {
  bg: '#0e1112',
  surface: '#16191b',
  sunken: '#1f2426',
  line: '#2c3235',
  'line-strong': '#737d83',
  text: '#e8ecee',
  'text-2': '#b4bdc2',
  'text-3': '#929ca2',
  warn: '#f2c069',
  'warn-bg': '#2b2312',
  'warn-line': '#6d5422',
  'seg-1': '#4a85e3',
  'seg-1-on': '#101314',
  'seg-2': '#f5c223',
  'seg-2-on': '#101314',
  'seg-3': '#99f4ca',
  'seg-3-on': '#101314',
  'seg-4': '#cc4756',
  'seg-4-on': '#ffffff',
  'seg-5': '#dbcbff',
  'seg-5-on': '#101314',
  'seg-6': '#5ab3c8',
  'seg-6-on': '#101314',
  'seg-7': '#f47103',
  'seg-7-on': '#101314',
  'seg-8': '#7f9d65',
  'seg-8-on': '#101314',
  'seg-9': '#976383',
  'seg-9-on': '#ffffff',
  'seg-10': '#b6c4ca',
  'seg-10-on': '#101314',
  'seg-11': '#d2959a',
  'seg-11-on': '#101314',
  'seg-12': '#ccd086',
  'seg-12-on': '#101314',
  'seg-noise': '#7d878c',
  'seg-rest': '#3a4246',
  'less-4': '#e9b877',
  'less-3': '#b58242',
  'less-2': '#775529',
  'less-1': '#3b3020',
  mid: '#1d2123',
  'more-1': '#1b343a',
  'more-2': '#21545f',
  'more-3': '#439aaa',
  'more-4': '#8fd3df',
  'scale-4-on': '#101314',
  'scale-3-on': '#101314',
};

/** Segments that get a colour of their own; those after them are grey with their letter. */
export const COLOURED_SEGMENTS = 12;

/** The custom properties: light by default, dark where the system asks on a screen, white paper in print. */
export function tokenSheet(): string {
  return [
    `:root{color-scheme:light;${block(light)}}`,
    `@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${block(dark)}}}`,
    ...always(),
  ].join('\n');
}

/** The same for a page whose reader may settle it: by `data-theme` light or dark, else as the system asks. */
export function themeSheet(): string {
  return [
    `:root{color-scheme:light;${block(light)}}`,
    `@media screen{:root[data-theme=dark]{color-scheme:dark;${block(dark)}}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${block(dark)}}}`,
    ...always(),
  ].join('\n');
}

/** What does not depend on the theme. */
function always(): string[] {
  return [
    `@media screen and (prefers-contrast:more){:root{--line:var(--line-strong);--text-3:var(--text-2)}}`,
    `@media print{:root{--bg:#ffffff;--surface:#ffffff;--sunken:#f3f4f4}}`,
    ...Array.from(
      { length: COLOURED_SEGMENTS },
      (_, i) => `.s-${i + 1}{--c:var(--seg-${i + 1});--on:var(--seg-${i + 1}-on)}`,
    ),
    `.s-grey{--c:var(--text-3);--on:var(--surface)}`,
    `.s-noise{--c:var(--seg-noise);--on:var(--text)}`,
    `.s-all{--c:var(--text-3);--on:var(--surface)}`,
  ];
}

function block(tokens: Readonly<Record<string, string>>): string {
  return Object.entries(tokens)
    .map(([name, value]) => `--${name}:${value};`)
    .join('');
}
