import type { Report, Segment } from '../context.ts';
import { type Feature, inSentence } from '../features.ts';
import { type Markup, markup } from '../markup.ts';
import { badge } from './frame.ts';
import { moneyOf } from './money.ts';
import { oneEach } from './one-by-one.ts';
import { factStrip } from './strip.ts';

/** Difference of medians, in standard deviations on the transformed scale, from which a fact is worth a line. */
const FACT_FROM = 0.5;
const MOST_FACTS = 3;

/** One row a segment, in value order: who they are, what sets them apart, how many, what they bring, how sure we are. */
export function segmentRows(report: Report): Markup {
  const { say, segments } = report;
  const money = moneyOf(report);
  const headings = [
    say('segment'),
    markup`<span class="not-on-paper">${say('sets_apart')}</span><span class="paper-only">${say('sets_apart_short')}</span>`,
    say('customers'),
    ...(money ? [money.label] : []),
    say('trust'),
    say('play_heading'),
  ];
  return markup`<div class="segment-table${money === null && ' no-money'}${oneEach(report) && ' one-each'}">
<p class="heads" aria-hidden="true">${headings.map((heading) => markup`<b>${heading}</b>`)}</p>
<ol class="segments">${segments.map((segment) => row(report, segment, money?.label ?? null))}</ol>
<p class="legend">${legend(report)}</p>
<p class="foot">${report.explanation.trustNote} ${report.explanation.closeCalls.sentence}</p></div>`;
}

function row(report: Report, segment: Segment, money: string | null): Markup {
  const { say } = report;
  const { persona } = segment;
  return markup`<li class="segment" id="segment-${segment.letter === '' ? 'outliers' : segment.letter}">
<div class="who">${badge(segment)}<div><h3>${segment.letter !== '' && markup`<span class="hidden">${segment.letter}: </span>`}${segment.name}</h3>${generated(report, segment)}<p class="claim">${persona?.summary ?? (segment.id < 0 ? say('outliers_sentence') : '')}</p></div></div>
<div class="facts">${facts(report, segment)}</div>
${standing(report, segment, money)}</li>`;
}

/** How many they are, what they bring, how sure we are of them, and what to do. */
export function standing(report: Report, segment: Segment, money: string | null): Markup {
  const { say, format } = report;
  const { profile, persona } = segment;
  return markup`<p class="size"><span class="hidden">${say('customers')}: </span><strong>${format.count(profile.size)}</strong><span class="quiet">${format.share(profile.share)}<span class="phone"> ${say('of_customers')}</span></span></p>
${
  money !== null &&
  markup`<p class="size"><span class="hidden">${money}: </span><strong>${format.compact(profile.value?.total ?? 0)}</strong><span class="quiet">${format.share(profile.value?.share ?? 0)}<span class="phone"> ${say('of_value', { feature: inSentence(money) })}</span></span></p>`
}
<p class="trust"><span class="hidden">${say('trust')}: </span>${trust(report, segment)}</p>${
    persona &&
    markup`<p class="play"><span class="quiet to-do">${say('suggested_play')} </span>${persona.recommendedAction}<span class="quiet kind">${persona.play}</span></p>`
  }`;
}

/** What a segment is called by itself, where people call it otherwise. */
function generated({ say }: Report, { persona, name }: Segment): Markup | null {
  if (!persona || persona.generatedLabel === name) return null;
  return markup`<p class="quiet generated">${say('generated_name', { name: persona.generatedLabel })}</p>`;
}

/** The strongest differences, strongest first; used features before those only shown. */
export function factsOf({ features }: Report, { profile }: Segment): Feature[] {
  const effect = (feature: Feature): number => Math.abs(profile.effects[feature.name] ?? 0);
  return features
    .filter((feature) => feature.used && effect(feature) >= FACT_FROM)
    .toSorted((a, b) => effect(b) - effect(a))
    .slice(0, MOST_FACTS);
}

function facts(report: Report, segment: Segment): Markup {
  const { format, say } = report;
  const found = factsOf(report, segment);
  const lines = found.map((feature) => {
    const median = segment.profile.features[feature.name]?.median ?? 0;
    return markup`<li><span>${feature.label}</span><strong>${format.value(median, feature.kind)}</strong><span class="quiet">${format.difference(median, feature.base.median, feature.kind)}</span>${factStrip(feature, segment)}</li>`;
  });
  const rest = found.length === 0 ? say('like_everyone') : found.length === 1 ? say('otherwise_like_everyone') : null;
  return markup`${lines.length > 0 && markup`<ul>${lines}</ul>`}${rest !== null && markup`<p class="quiet">${rest}</p>`}`;
}

/** The line tells the trust: solid, dashed, dotted. Word, then number. */
function trust({ say, format }: Report, { profile, id }: Segment): Markup {
  if (id < 0) return markup`<span class="quiet">${say('not_a_group')}</span>`;
  const { trust: word, stability } = profile;
  const number = stability === null ? say('not_measured') : say('returns', { value: format.score(stability) });
  if (word === null) return markup`<span class="quiet">${number}</span>`;
  return markup`<span class="word">${ring(word)}${say(`trust_${word}`)}</span><span class="quiet">${number}</span>`;
}

export function ring(word: 'stable' | 'indicative' | 'unreliable'): Markup {
  return markup`<svg class="ring ${word}" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true"><circle cx="7" cy="7" r="5.5"/></svg>`;
}

function legend({ say }: Report): Markup {
  const words = (['stable', 'indicative', 'unreliable'] as const).map(
    (word) => markup`<span>${ring(word)}${say(`legend_${word}`)}</span>`,
  );
  return markup`<span class="strips"><svg viewBox="0 0 28 10" width="28" height="10" aria-hidden="true"><rect class="rest" x="2" y="1" width="24" height="8"/><line class="median" x1="14" x2="14" y1="0" y2="10"/></svg>${say('legend_all')}</span><span class="strips"><svg class="s-all" viewBox="0 0 28 10" width="28" height="10" aria-hidden="true"><rect class="fill" x="2" y="3" width="24" height="4" rx="1"/><circle class="fill" cx="14" cy="5" r="4"/></svg>${say('legend_own')}</span>${words}`;
}
