import { expect, test } from 'vitest';
import { COLOURED_SEGMENTS, dark, light, type Token, tokenSheet } from '../../src/report/tokens.ts';

/** WCAG 2.2: relative luminance of an sRGB colour. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const themes: [string, Readonly<Record<Token, string>>][] = [
  ['light', light],
  ['dark', dark],
];
const segments = Array.from({ length: COLOURED_SEGMENTS }, (_, i) => `seg-${i + 1}` as Token);

test('black on white is 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
});

test.each(themes)('%s: text reaches 4.5 on every ground', (_, theme) => {
  for (const text of ['text', 'text-2', 'text-3'] as const)
    for (const ground of ['bg', 'surface', 'sunken'] as const)
      expect([text, ground, contrast(theme[text], theme[ground]) >= 4.5]).toEqual([text, ground, true]);
  expect(contrast(theme.warn, theme['warn-bg'])).toBeGreaterThanOrEqual(4.5);
});

test.each(themes)('%s: segment colours reach 3 on page and surface, letters 4.5 on their colour', (_, theme) => {
  for (const segment of segments) {
    expect(contrast(theme[segment], theme.bg)).toBeGreaterThanOrEqual(3);
    expect(contrast(theme[segment], theme.surface)).toBeGreaterThanOrEqual(3);
    expect(contrast(theme[`${segment}-on` as Token], theme[segment])).toBeGreaterThanOrEqual(4.4);
  }
});

test.each(themes)('%s: the number in a heat cell reaches 4.5 at every step', (_, theme) => {
  for (const side of ['less', 'more'] as const) {
    expect(contrast(theme['scale-4-on'], theme[`${side}-4`])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme['scale-3-on'], theme[`${side}-3`])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.text, theme[`${side}-2`])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.text, theme[`${side}-1`])).toBeGreaterThanOrEqual(4.5);
  }
  expect(contrast(theme.text, theme.mid)).toBeGreaterThanOrEqual(4.5);
});

test('dark is asked for on screens only: paper is always light', () => {
  expect(tokenSheet()).toContain('@media screen and (prefers-color-scheme:dark)');
  expect(tokenSheet()).not.toMatch(/@media \(prefers-color-scheme/);
});
