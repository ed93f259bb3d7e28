import { type Report, reportContext, type ReportInput } from './context.ts';
import { candidateTable } from './figures/candidates.ts';
import { dataTable, method, notices } from './figures/data.ts';
import { distributions } from './figures/distributions.ts';
import { crowdMap, map } from './figures/map-figure.ts';
import { chanceFigure, gapFigure, groupsAnyway, tiers } from './figures/nothing.ts';
import { oneByOne } from './figures/one-by-one.ts';
import { profile } from './figures/profile.ts';
import { ribbon } from './figures/ribbon.ts';
import { moneyOf } from './figures/money.ts';
import { rules } from './figures/rules.ts';
import { segmentRows } from './figures/segments.ts';
import { silhouette } from './figures/silhouette.ts';
import { tests } from './figures/tests.ts';
import { verdict } from './figures/verdict.ts';
import { whyThisNumber } from './figures/why.ts';
import { type Markup, markup } from './markup.ts';
import { page } from './page.ts';

export type { ReportInput } from './context.ts';

/** Segments for which one profile each still makes a report and not a catalogue. */
const MOST_PROFILES = 12;

/**
 * The whole result as one HTML file: fonts, figures and pictures inside, no script, nothing fetched. The same input
 * gives the same bytes. Light, dark where the system asks, A4 or Letter on paper, 360 px and up on a screen.
 */
export function renderReport(input: ReportInput): string {
  const report = reportContext(input);
  return page(report, report.structured ? found(report) : nothingFound(report));
}

function found(report: Report): Markup {
  const { say, segments } = report;
  return markup`${heading(report)}
<div class="opening">${verdict(report)}${tests(report)}</div>
<section><h2>${say(moneyOf(report) ? 'section_segments' : 'section_segments_plain')}</h2>${ribbon(report)}${segmentRows(report)}</section>
<section class="new-page"><h2>${say('section_profile')}</h2>${profile(report)}${map(report)}${distributions(report)}${silhouette(report)}</section>
<section class="new-page"><h2>${say('section_why')}</h2>${choice(report)}${whyThisNumber(report)}${candidateTable(report)}</section>
<section class="new-page"><h2>${say('section_rules')}</h2>${rules(report)}${dataTable(report)}${notices(report)}${method(report)}</section>
${segments.length <= MOST_PROFILES && markup`<section class="new-page"><h2>${say('section_one')}</h2>${oneByOne(report)}</section>`}`;
}

/** Without structure the groups have no names and no colours, and tiers by value come first. */
function nothingFound(report: Report): Markup {
  const { say, segmentation, customers } = report;
  const crowd = crowdMap(report);
  return markup`${heading(report)}
<div class="opening">${verdict(report)}${
    crowd &&
    markup`<div class="crowd"><p><strong>${say('all_n_customers', { n: customers })}</strong></p>${crowd}</div>`
  }</div>
${tests(report)}
${segmentation.tiers && markup`<section><h2>${say('section_instead')}</h2>${tiers(report, segmentation.tiers)}</section>`}
<section class="new-page"><h2>${say('section_proof')}</h2>${chanceFigure(report)}${gapFigure(report)}${groupsAnyway(report)}</section>
<section class="new-page"><h2>${say('section_why')}</h2>${choice(report)}${candidateTable(report)}</section>
<section class="new-page"><h2>${say('section_rules')}</h2>${dataTable(report)}${notices(report)}${method(report)}</section>`;
}

function heading({ say, dataName, customers, features, segmentation, structured }: Report): Markup {
  const used = features.filter((feature) => feature.used).length;
  const { winner, candidates } = segmentation;
  const meta = structured
    ? say('meta', {
        n: customers,
        features: used,
        algorithm: say(`algorithm_${winner.algorithm}`),
        k: winner.nClusters,
      })
    : say('meta_none', { n: customers, features: used, models: candidates.length });
  return markup`<p class="title">${dataName}</p><p class="meta">${meta}</p>`;
}

function choice({ explanation }: Report): Markup | null {
  return explanation.choice === '' ? null : markup`<p class="claim choice">${explanation.choice}</p>`;
}
