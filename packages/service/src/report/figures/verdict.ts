import { verdicts } from '@clientele/engine';
import type { Report } from '../context.ts';
import { type Markup, markup, px } from '../markup.ts';

/** Seven dots on a circle, falling in size: a group with an opening. */
export function mark(): Markup {
  const dots = Array.from({ length: 7 }, (_, i) => {
    const angle = (-135 + i * 45) * (Math.PI / 180);
    return markup`<circle cx="${px(12 + 8.4 * Math.cos(angle))}" cy="${px(12 + 8.4 * Math.sin(angle))}" r="${px(2.6 - i * 0.26)}"/>`;
  });
  return markup`<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">${dots}</svg>`;
}

/** The four-step meter, the serif headline and the paragraph under it. */
export function verdict({ segmentation, explanation, say }: Report): Markup {
  const at = verdicts.indexOf(segmentation.structure.verdict);
  const steps = verdicts.map((_, i) => markup`<i${i === at && markup` class="here"`}></i>`);
  const scale = [say('verdict_none'), say('verdict_weak'), say('verdict_moderate'), say('verdict_strong')].join(' · ');
  return markup`<div class="verdict">
<p class="meter"><span>${say('structure')}</span><span class="steps" aria-hidden="true">${steps}</span><strong>${explanation.verdict.word}</strong><span class="scale">${scale}</span></p>
<h1>${explanation.verdict.headline}</h1>
<p class="claim">${explanation.verdict.paragraph}</p>
</div>`;
}
