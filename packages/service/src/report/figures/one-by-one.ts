import type { Report, Segment } from '../context.ts';
import { type Markup, markup } from '../markup.ts';
import { badge } from './frame.ts';
import { counted, type Sheet, words } from './sheet.ts';
import { factStrip } from './strip.ts';

/** Segments for which one profile each still makes a report and not a catalogue. */
const MOST_PROFILES = 12;

/** Whether every segment has a page of its own numbers: medians, middle halves, what to do. */
export function oneEach({ structured, segments }: Report): boolean {
  return structured && segments.length <= MOST_PROFILES;
}

/** One small profile a segment: every feature, the evidence behind the words, and the customer nearest the middle. */
export function oneByOne(report: Report): Markup {
  const { segments } = report;
  return markup`<div class="profiles">${segments.map((segment) => card(report, segment))}</div>`;
}

function card(report: Report, segment: Segment): Markup {
  const { say, format } = report;
  const { profile, persona } = segment;
  return markup`<article class="profile ${segment.tone}"><h3>${badge(segment)} ${segment.name}</h3>
<p class="quiet">${say('profile_size', { n: profile.size, share: format.share(profile.share) })}</p>
${persona && markup`<p class="claim">${persona.description}</p>`}
${factTable(report, segment)}
${evidence(segment)}
<p class="foot">${persona && markup`<strong>${persona.recommendedAction}</strong> <span class="quiet">${persona.play}.</span> `}${middle(report, segment)}</p></article>`;
}

/** Every feature: median and middle half, beside the median of all customers. */
export function factTable({ say, format, features }: Report, segment: Segment): Markup {
  const { profile } = segment;
  return markup`<table><thead><tr><th scope="col"><span class="hidden">${say('feature')}</span></th><th scope="col" class="n">${say('median')}</th><th scope="col" class="n">${say('middle_half')}</th><th scope="col" class="n">${say('usual')}</th><th class="picture" aria-hidden="true"></th></tr></thead><tbody>${features.map(
    (feature) => {
      const summary = profile.features[feature.name];
      const write = (value: number): string => format.value(value, feature.kind);
      return (
        summary &&
        markup`<tr><th scope="row">${feature.label}</th><td class="n"><strong>${write(summary.median)}</strong></td><td class="n">${say('range', { low: write(summary.q25), high: write(summary.q75) })}</td><td class="n quiet">${write(feature.base.median)}</td><td class="picture" aria-hidden="true">${factStrip(feature, segment)}</td></tr>`
      );
    },
  )}</tbody></table>`;
}

/** The same in numbers. */
export function factSheet({ say, format, features }: Report, { profile }: Segment): Sheet {
  const rows = features.flatMap(({ name, label, kind, base }) => {
    const summary = profile.features[name];
    const write = (value: number): string => format.value(value, kind);
    if (!summary) return [];
    const { q25, median, q75 } = summary;
    return [[words(label), ...[q25, median, q75, base.median].map((value) => counted(value, write))]];
  });
  const what = say('segment');
  const columns = [say('quarter_low', { what }), say('median_of', { what }), say('quarter_high', { what })];
  return { columns: [say('feature'), ...columns, say('usual')], rows };
}

/** What the words about a segment rest on. */
export function evidence({ persona }: Segment): Markup | null {
  if (!persona || persona.evidence.length === 0) return null;
  return markup`<ul class="evidence">${persona.evidence.map((line) => markup`<li>${line}</li>`)}</ul>`;
}

/** The customer nearest the middle. */
export function middle({ say, segmentation }: Report, { profile }: Segment): Markup {
  return markup`<span class="quiet">${say('exemplar')} <code>${segmentation.ids[profile.exemplar] ?? ''}</code></span>`;
}
