import type { Report, Segment } from '../context.ts';
import type { Feature } from '../features.ts';
import { type Markup, markup } from '../markup.ts';
import { badge, type DrawnFigure, figure, named, rowOf } from './frame.ts';
import { several, type Sheet, words } from './sheet.ts';

/** Differences of medians, in standard deviations, at which the colour steps. */
const STEPS = [0.25, 0.5, 1, 1.5];

/** Median per segment and feature, coloured by its difference to the usual customer; the number is in every cell. */
export function profile(report: Report): DrawnFigure {
  const { say, features, explanation, segments } = report;
  const used = features.filter((feature) => feature.used);
  const others = features.filter((feature) => !feature.used && !feature.column.constant);
  return figure(report, {
    id: 'profile',
    title: explanation.figureTitles.profile ?? say('profile_title'),
    subtitle: say('profile_sub', { n: report.customers }),
    body: markup`<div class="scroll wide" tabindex="0" role="region" aria-label="${say('profile_title')}">${acrossTable(report, used, others)}</div>
<div class="scroll narrow" tabindex="0" role="region" aria-label="${say('profile_title')}">${downTable(report, [...used, ...others], segments)}</div>${scale(report)}`,
    foot: others.length > 0 ? say('profile_gap') : undefined,
    howToRead: say('how_profile'),
    sheet: medians(report, [...used, ...others]),
    tabled: true,
    full: used.length + others.length > 5,
  });
}

/** Medians, and the differences that colour them. */
function medians({ say, format, segments }: Report, features: readonly Feature[]): Sheet {
  const typical = features.map(({ base, kind }) => several(format.value(base.median, kind), [base.median, 0]));
  const rows = segments.map((segment) => [
    rowOf(segment),
    ...features.map(({ name, kind }) => {
      const median = segment.profile.features[name]?.median ?? 0;
      return several(format.value(median, kind), [median, segment.profile.effects[name] ?? null]);
    }),
  ]);
  const columns = features.map(({ label: what }) => ({
    heading: what,
    numbers: [say('median_of', { what }), say('effect_of', { what })],
  }));
  return { columns: [say('segment'), ...columns], rows: [[words(say('typical_customer')), ...typical], ...rows] };
}

/** Step of the nine from -4 to 4; null effects (a constant column) are the middle. */
export function heatStep(effect: number | null | undefined): number {
  const size = Math.abs(effect ?? 0);
  const step = STEPS.filter((from) => size >= from).length;
  return (effect ?? 0) < 0 ? -step : step;
}

function heat(effect: number | null | undefined): string {
  const step = heatStep(effect);
  return step === 0 ? 'h0' : step > 0 ? `hm${step}` : `hl${-step}`;
}

function acrossTable(report: Report, used: readonly Feature[], others: readonly Feature[]): Markup {
  const { say, format, segments } = report;
  const columns = [...used, ...others];
  const gap = (feature: Feature): string => (feature === others[0] && used.length > 0 ? ' gap' : '');
  return markup`<table class="heat"><thead><tr><th scope="col"><span class="hidden">${say('segment')}</span></th>${columns.map(
    (feature) =>
      markup`<th scope="col" class="c${gap(feature)}">${feature.label}${feature.unit !== '' && markup`<small>${feature.unit}</small>`}</th>`,
  )}</tr></thead><tbody><tr class="usual"><th scope="row">${say('typical_customer')}</th>${columns.map(
    (feature) =>
      markup`<td class="h0${gap(feature)}"><strong>${format.value(feature.base.median, feature.kind)}</strong></td>`,
  )}</tr>${segments.map(
    (segment) =>
      markup`<tr><th scope="row">${named(segment)}</th>${columns.map((feature) => cell(report, segment, feature, gap(feature)))}</tr>`,
  )}</tbody></table>`;
}

function cell(
  { format }: Report,
  { profile: { features, effects } }: Segment,
  feature: Feature,
  extra: string,
): Markup {
  const median = features[feature.name]?.median ?? 0;
  const difference = format.difference(median, feature.base.median, feature.kind);
  return markup`<td class="${heat(effects[feature.name])}${extra}"><strong>${format.value(median, feature.kind)}</strong> <span>${difference}</span></td>`;
}

/** On a phone: features down, segments across, so that five columns of letters fit. */
function downTable({ say, format }: Report, features: readonly Feature[], segments: readonly Segment[]): Markup {
  return markup`<table class="heat"><thead><tr><th scope="col"><span class="hidden">${say('feature')}</span></th>${segments.map(
    (segment) => markup`<th scope="col" class="c">${badge(segment)}<span class="hidden">${segment.name}</span></th>`,
  )}</tr></thead><tbody>${features.map(
    (feature) =>
      markup`<tr><th scope="row">${feature.label}<small>${format.value(feature.base.median, feature.kind)}</small></th>${segments.map(
        ({ profile: { features: own, effects } }) =>
          markup`<td class="${heat(effects[feature.name])}"><strong>${short(format, own[feature.name]?.median ?? 0, feature)}</strong></td>`,
      )}</tr>`,
  )}</tbody></table>`;
}

function short(format: Report['format'], value: number, feature: Feature): string {
  const counted = feature.kind !== 'days' && feature.kind !== 'share';
  return counted && Math.abs(value) >= 1000 ? format.compact(value) : format.value(value, feature.kind);
}

function scale({ say }: Report): Markup {
  const steps = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((step) => {
    const tone = step === 0 ? 'h0' : step > 0 ? `hm${step}` : `hl${-step}`;
    return markup`<i class="${tone}"></i>`;
  });
  return markup`<p class="scale-key"><span>${say('less_than_usual')}</span><span class="steps" aria-hidden="true">${steps}</span><span>${say('more_than_usual')}</span></p>`;
}
