import { standardised } from '@clientele/engine';
import type { Report } from '../context.ts';
import { histogram } from '../density.ts';
import { type Feature, inSentence } from '../features.ts';
import { type Markup, markup, px } from '../markup.ts';
import { type DrawnFigure, figure } from './frame.ts';
import { counted, words } from './sheet.ts';

/** What was done to every column before grouping, and what it looked like before and after. */
export function dataTable(report: Report): DrawnFigure {
  const { say, format, features } = report;
  const skews = [say('as_sent'), say('as_used')].map((when) => `${say('skew')}, ${inSentence(when)}`);
  const dropped = features.filter(({ used }) => !used).length;
  const head = [say('feature'), say('as_sent'), say('made_comparable'), say('as_used'), say('skew'), say('filled_in')];
  return figure(report, {
    id: 'data',
    title: say('data_title'),
    subtitle: say('data_sub', { used: features.length - dropped, dropped }),
    body: markup`<div class="scroll" tabindex="0" role="region" aria-label="${say('data_title')}"><table class="data"><thead><tr>${head.map(
      (heading, i) => markup`<th scope="col"${i >= 4 && markup` class="n"`}>${heading}</th>`,
    )}</tr></thead><tbody>${features.map((feature) => row(report, feature))}</tbody></table></div>`,
    howToRead: say('how_data'),
    sheet: {
      columns: [say('feature'), say('column'), say('made_comparable'), ...skews, say('filled_in')],
      rows: features.map((feature) => [
        words(feature.label),
        words(feature.name),
        words(comparable(report, feature)),
        counted(feature.column.skewnessBefore, format.score),
        counted(feature.column.skewnessAfter, format.score),
        counted(feature.column.imputed, format.count),
      ]),
    },
    tabled: true,
    full: true,
  });
}

function row(report: Report, feature: Feature): Markup {
  const { format } = report;
  const { column, values, label, name } = feature;
  const skew =
    column.skewnessBefore === null || column.skewnessAfter === null
      ? '–'
      : `${format.score(column.skewnessBefore)} → ${format.score(column.skewnessAfter)}`;
  return markup`<tr><th scope="row">${label} ${label !== name && markup`<code>${name}</code>`}</th><td>${spark(values)}</td><td>${comparable(report, feature)}</td><td>${column.constant ? '' : spark(values.map((value) => standardised(value, column)))}</td><td class="n">${skew}</td><td class="n">${format.count(column.imputed)}</td></tr>`;
}

/** What was done to a column, in words. */
function comparable({ say, format, segmentation }: Report, { column }: Feature): string {
  if (column.constant) return say('constant');
  if (segmentation.options.preprocessing === 'none') return say('transform_as_sent');
  return say(`transform_${column.transform}`, { unit: format.value(column.unit, 'other') });
}

/** Thirty-six bars without an axis. */
function spark(values: Float64Array): Markup {
  const counts = histogram(values);
  const peak = Math.max(...counts, 1);
  const width = 108 / counts.length;
  return markup`<svg class="spark" viewBox="0 0 108 26" width="108" height="26" aria-hidden="true">${counts.map(
    (count, i) =>
      count > 0 &&
      markup`<rect x="${px(i * width)}" y="${px(26 - Math.max(0.6, (count / peak) * 26))}" width="${px(Math.max(0.5, width - 0.6))}" height="${px(Math.max(0.6, (count / peak) * 26))}"/>`,
  )}</svg>`;
}

/** The settings of the run, so that anyone can repeat it. */
export function method(report: Report): Markup {
  const { say, segmentation, format, runId, madeAt, productVersion } = report;
  const { options, winner, structure, selection } = segmentation;
  const algorithm = say(`algorithm_${winner.algorithm}`);
  const entries: [string, string][] = [
    [say('model'), say('model_value', { algorithm, k: winner.nClusters })],
    [say('objective'), say(`objective_${selection.objective}`)],
    [say('models_tried'), say('models_tried_value', { tried: selection.tried, eligible: selection.eligible })],
    [say('tested_on'), say('tested_on_value', { n: structure.sampleSize, redraws: structure.stability?.redraws ?? 0 })],
    [say('seed'), String(options.seed)],
    [say('run'), runId],
    [say('made'), `${format.date(madeAt)} UTC, Clientele ${productVersion}`],
  ];
  return markup`<section class="method" aria-labelledby="method-title"><h3 id="method-title">${say('method_title')}</h3><dl>${entries.map(
    ([term, value]) => markup`<div><dt>${term}</dt><dd>${value}</dd></div>`,
  )}</dl><details><summary>${say('all_settings')}</summary><pre>${JSON.stringify(options, null, 2)}</pre></details></section>`;
}

/** Every remark on the run, none hidden. */
export function notices({ explanation, say }: Report): Markup {
  return markup`<section class="notices" aria-labelledby="notices-title"><h3 id="notices-title">${say('notices_title')}</h3>${
    explanation.notices.length === 0
      ? markup`<p class="quiet">${say('no_notices')}</p>`
      : markup`<ul>${explanation.notices.map(({ message }) => markup`<li>${message}</li>`)}</ul>`
  }</section>`;
}
