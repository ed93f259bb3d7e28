import type { RuleCondition, SegmentRule } from '@clientele/engine';
import type { Report } from '../context.ts';
import { type Markup, markup, px } from '../markup.ts';
import { type DrawnFigure, figure, named } from './frame.ts';
import { counted, type Sheet, words } from './sheet.ts';

/** Short rules that give a segment's customers in the units sent, with how often they are right. */
export function rules(report: Report): DrawnFigure {
  const { say, explanation, format, segmentation, segments } = report;
  const { rules: set } = segmentation;
  const fidelity = set.fidelity === null ? say('not_measured') : format.roundShare(set.fidelity);
  const body =
    set.withheld || set.rules.length === 0
      ? markup`<p class="claim">${say('rules_withheld', { fidelity })}</p>`
      : markup`<div class="scroll" tabindex="0" role="region" aria-label="${say('rules_title')}"><table class="rules"><thead><tr><th scope="col">${say('segment')}</th><th scope="col">${say('belongs_when')}</th><th scope="col" class="n">${say('right_when_fires')}</th><th scope="col" class="n">${say('found_by_it')}</th></tr></thead><tbody>${set.rules.map(
          (rule) => {
            const segment = segments.find(({ id }) => id === rule.segment);
            return markup`<tr><th scope="row">${segment && named(segment)}</th><td><span class="chips">${conditions(report, rule)}</span></td>${share(report, rule.precision)}${share(report, rule.coverage)}</tr>`;
          },
        )}</tbody></table></div>`;
  return figure(report, {
    id: 'rules',
    title: explanation.figureTitles.rules ?? say('rules_title'),
    subtitle: say('rules_sub', { n: set.heldOut, fidelity }),
    body,
    foot: explanation.rulesNote ?? undefined,
    howToRead: say('how_rules'),
    sheet: set.withheld || set.rules.length === 0 ? undefined : ruleSheet(report),
    tabled: true,
    full: true,
  });
}

function ruleSheet(report: Report): Sheet {
  const { say, format, segmentation, segments } = report;
  const columns = [say('segment'), say('belongs_when'), say('right_when_fires'), say('found_by_it')];
  const rows = segmentation.rules.rules.map((rule) => {
    const segment = segments.find(({ id }) => id === rule.segment);
    const texts = narrowest(rule).map(({ feature, operator, threshold }) => `${feature} ${operator} ${threshold}`);
    return [
      words(segment?.name ?? ''),
      words(texts.join('; ')),
      counted(rule.precision, format.roundShare),
      counted(rule.coverage, format.roundShare),
    ];
  });
  return { columns, rows };
}

function conditions({ features, format, say }: Report, rule: SegmentRule): Markup[] {
  const kept = narrowest(rule);
  if (kept.length === 0) return [markup`<span class="chip">${say('everyone')}</span>`];
  return kept.map(({ feature, operator, threshold }) => {
    const known = features.find(({ name }) => name === feature);
    const value = format.value(threshold, known?.kind ?? 'other');
    return markup`<span class="chip">${known?.label ?? feature} <strong>${operator === '<=' ? '≤' : '>'} ${value}</strong></span>`;
  });
}

/** Conditions on the same feature and side are folded into the narrower one. */
function narrowest({ conditions: all }: SegmentRule): RuleCondition[] {
  return all.filter((condition) => !all.some((other) => narrower(other, condition)));
}

function narrower(a: RuleCondition, b: RuleCondition): boolean {
  if (a === b || a.feature !== b.feature || a.operator !== b.operator) return false;
  return a.operator === '<=' ? a.threshold < b.threshold : a.threshold > b.threshold;
}

function share({ format }: Report, value: number | null): Markup {
  if (value === null) return markup`<td class="n">–</td>`;
  return markup`<td class="n"><svg class="cell-bar" viewBox="0 0 44 6" width="44" height="6" aria-hidden="true"><rect class="track" width="44" height="6" rx="1"/><rect class="value-bar" width="${px(value * 44)}" height="6" rx="1"/></svg>${format.roundShare(value)}</td>`;
}
