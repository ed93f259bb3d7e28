import type { Report } from '../context.ts';
import { type Markup, markup } from '../markup.ts';
import { lostOnMap } from './map-figure.ts';

const explained = [
  'profile',
  'distributions',
  'map',
  'silhouette',
  'why',
  'chance',
  'candidates',
  'ward',
  'rules',
  'data',
] as const;
type Explained = (typeof explained)[number];

/** How to read the figures that were drawn, all in one place: paper has nothing to click on. */
export function guide(report: Report, drawn: Partial<Record<Explained, Markup | null>>): Markup {
  const { say } = report;
  const entries = explained.filter((key) => drawn[key]);
  return markup`<section class="guide"><h3>${say('how_to_read_all')}</h3><dl>${entries.map(
    (key) =>
      markup`<div><dt>${say(`${key}_title`)}</dt><dd>${say(`how_${key === 'chance' ? 'why' : key}`, { lost: lostOnMap(report) })}</dd></div>`,
  )}</dl></section>`;
}
