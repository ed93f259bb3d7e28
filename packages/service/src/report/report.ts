import { type Report, reportContext, type ReportInput } from './context.ts';
import { candidateTable } from './figures/candidates.ts';
import { dataTable, method, notices } from './figures/data.ts';
import { distributions } from './figures/distributions.ts';
import { crowdMap, map } from './figures/map-figure.ts';
import { chanceFigure, gapFigure, groupsAnyway, tiers } from './figures/nothing.ts';
import { oneByOne, oneEach } from './figures/one-by-one.ts';
import { profile } from './figures/profile.ts';
import { ribbon } from './figures/ribbon.ts';
import { guide } from './figures/guide.ts';
import { moneyOf } from './figures/money.ts';
import { rules } from './figures/rules.ts';
import { segmentRows } from './figures/segments.ts';
import { silhouette } from './figures/silhouette.ts';
import { tests } from './figures/tests.ts';
import { verdict } from './figures/verdict.ts';
import { wardTree } from './figures/ward.ts';
import { whyThisNumber } from './figures/why.ts';
import { type Markup, markup } from './markup.ts';
import { page } from './page.ts';
import { metaOf } from './parts.ts';

export type { ReportInput } from './context.ts';

/** Segments whose letters and numbers can be read on half a sheet. */
const MOST_BESIDE = 6;

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
  const drawn = {
    profile: profile(report),
    distributions: distributions(report),
    map: map(report),
    silhouette: silhouette(report),
    why: whyThisNumber(report),
    candidates: candidateTable(report),
    ward: wardTree(report),
    rules: rules(report),
    data: dataTable(report),
  };
  const beside = drawn.map !== null && drawn.silhouette !== null && segments.length <= MOST_BESIDE;
  return markup`${heading(report)}
<div class="opening">${verdict(report)}${tests(report)}</div>
<section><h2 class="not-on-paper">${say(moneyOf(report) ? 'section_segments' : 'section_segments_plain')}</h2>${ribbon(report)}${segmentRows(report)}</section>
<section><h2 class="not-on-paper">${say('section_profile')}</h2>${drawn.profile}${drawn.distributions}<div class="pair${beside && ' beside'}">${drawn.map}${drawn.silhouette}</div></section>
<section><h2>${say('section_why')}</h2>${choice(report)}${drawn.why}${drawn.candidates}${drawn.ward}</section>
<section><h2>${say('section_rules')}</h2>${drawn.rules}${drawn.data}${notices(report)}${method(report)}</section>
${oneEach(report) && markup`<section><h2>${say('section_one')}</h2>${oneByOne(report)}</section>`}
${guide(report, drawn)}`;
}

/** Without structure the groups have no names and no colours, and tiers by value come first. */
function nothingFound(report: Report): Markup {
  const { say, segmentation, customers } = report;
  const crowd = crowdMap(report);
  const drawn = { chance: chanceFigure(report), candidates: candidateTable(report), data: dataTable(report) };
  return markup`${heading(report)}
<div class="opening with-crowd">${verdict(report)}${
    crowd &&
    markup`<div class="crowd"><p><strong>${say('all_n_customers', { n: customers })}</strong></p>${crowd}</div>`
  }</div>
${tests(report)}
${segmentation.tiers && markup`<section><h2>${say('section_instead')}</h2>${tiers(report, segmentation.tiers)}</section>`}
<section><h2>${say('section_proof')}</h2>${drawn.chance}${gapFigure(report)}${groupsAnyway(report)}</section>
<section><h2>${say('section_why')}</h2>${choice(report)}${drawn.candidates}</section>
<section><h2>${say('section_rules')}</h2>${drawn.data}${notices(report)}${method(report)}</section>
${guide(report, drawn)}`;
}

function heading(report: Report): Markup {
  return markup`<p class="title">${report.dataName}</p><p class="meta">${metaOf(report)}</p>`;
}

/** Why this model, and how it stands beside plain RFM tiers. */
function choice({ explanation }: Report): Markup | null {
  const claims = [explanation.choice, explanation.baseline ?? ''].filter((claim) => claim !== '');
  return claims.length === 0 ? null : markup`${claims.map((claim) => markup`<p class="claim choice">${claim}</p>`)}`;
}
