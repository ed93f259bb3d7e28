import type { Candidate, CandidateName } from '@clientele/engine';
import type { Report } from '../context.ts';
import { type Markup, markup, px } from '../markup.ts';
import { type DrawnFigure, figure } from './frame.ts';
import { counted, type Sheet, words } from './sheet.ts';
import { chanceColumn, rangeCell } from './why.ts';

/** Every model tried: those in the race by the score that decided, then those refused, in grey with the reason. */
export function candidateTable(report: Report): DrawnFigure {
  const { say, segmentation } = report;
  const { candidates, selection } = segmentation;
  const ranked = racing(report);
  const others = candidates.filter((candidate) => !ranked.includes(candidate));
  const head = [
    say('method'),
    say('segments'),
    say('apart'),
    say('chance'),
    say('returns_heading'),
    say('smallest'),
    say('useful'),
    'DB',
    'CH',
    '',
  ];
  return figure(report, {
    id: 'candidates',
    title: say('candidates_title'),
    subtitle: say(selection.objective === 'actionable' ? 'candidates_sub_actionable' : 'candidates_sub_separation', {
      n: candidates.length,
    }),
    body: markup`<div class="scroll" tabindex="0" role="region" aria-label="${say('candidates_title')}"><table class="candidates"><thead><tr><th scope="col" class="n">#</th>${head.map(
      (heading, i) =>
        markup`<th scope="col"${i > 0 && i < 9 && markup` class="n"`}>${heading === '' ? markup`<span class="hidden">${say('remark')}</span>` : heading}</th>`,
    )}</tr></thead><tbody>${ranked.map((candidate, i) => row(report, candidate, String(i + 1)))}${
      others.length > 0 && markup`<tr class="divider"><th scope="rowgroup" colspan="11">${say('not_in_race')}</th></tr>`
    }${others.map((candidate) => row(report, candidate, '–'))}</tbody></table></div>`,
    foot: say('candidates_foot'),
    howToRead: say('how_candidates'),
    sheet: modelSheet(report, [...ranked, ...others]),
    tabled: true,
    full: true,
  });
}

function modelSheet(report: Report, candidates: readonly Candidate[]): Sheet {
  const { say, format, segmentation } = report;
  const columns = [
    say('method'),
    say('segments'),
    say('apart'),
    chanceColumn(report),
    say('returns_heading'),
    say('smallest'),
    say('useful'),
    'Davies-Bouldin',
    'Calinski-Harabasz',
    say('remark'),
  ];
  const rows = candidates.map((candidate) => [
    words(methodOf(report, candidate)),
    counted(candidate.nClusters, String),
    counted(candidate.silhouette?.mean, format.score),
    rangeCell(report, candidate.chance),
    counted(candidate.stability, format.score),
    counted(candidate.smallestCluster, format.count),
    counted(candidate.actionable, format.score),
    counted(candidate.daviesBouldin, format.score),
    counted(candidate.calinskiHarabasz, format.count),
    words(remark(report, candidate, sameAs(candidate, segmentation.winner))),
  ]);
  return { columns, rows };
}

/** Models that may win and have the score that decided, the best first. */
export function racing({ segmentation }: Report): Candidate[] {
  const { candidates, selection, winner } = segmentation;
  const deciding = (candidate: Candidate): number | null =>
    selection.objective === 'actionable' ? candidate.actionable : (candidate.silhouette?.mean ?? null);
  const score = (candidate: Candidate): number => deciding(candidate) ?? -Infinity;
  const first = (candidate: Candidate): number => Number(sameAs(candidate, winner));
  return candidates
    .filter((candidate) => candidate.eligible && deciding(candidate) !== null)
    .toSorted((a, b) => score(b) - score(a) || first(b) - first(a));
}

export function sameAs(a: CandidateName, b: CandidateName): boolean {
  return a.algorithm === b.algorithm && JSON.stringify(a.params) === JSON.stringify(b.params);
}

function row(report: Report, candidate: Candidate, rank: string): Markup {
  const { format, segmentation, customers } = report;
  const chosen = sameAs(candidate, segmentation.winner);
  const dull = chosen ? 'chosen' : candidate.eligible ? '' : 'refused';
  const share = customers > 0 ? candidate.smallestCluster / customers : 0;
  return markup`<tr class="${dull}"><td class="n quiet">${rank}</td><th scope="row">${methodOf(report, candidate)}</th><td class="n">${candidate.nClusters}</td>${bar(candidate.silhouette?.mean ?? null, format.score)}<td class="n quiet">${rangeCell(report, candidate.chance).text}</td>${bar(candidate.stability, format.score)}<td class="n">${format.count(candidate.smallestCluster)} <span class="quiet">${format.roundShare(share)}</span></td>${bar(candidate.actionable, format.score)}<td class="n">${plain(candidate.daviesBouldin, format.score)}</td><td class="n">${plain(candidate.calinskiHarabasz, format.count)}</td><td class="remark">${chosen ? markup`<strong>${remark(report, candidate, chosen)}</strong>` : remark(report, candidate, chosen)}</td></tr>`;
}

function methodOf({ say, format }: Report, { algorithm, params }: Candidate): string {
  return 'k' in params
    ? say(`algorithm_${algorithm}`)
    : say('dbscan_eps', { eps: format.score(params.eps), samples: params.min_samples });
}

function plain(value: number | null, digits: (v: number) => string): string {
  return value === null ? '–' : digits(value);
}

function bar(value: number | null, write: (value: number) => string): Markup {
  if (value === null) return markup`<td class="n">–</td>`;
  const width = Math.min(1, Math.max(0, value)) * 44;
  return markup`<td class="n"><svg class="cell-bar" viewBox="0 0 44 6" width="44" height="6" aria-hidden="true"><rect class="track" width="44" height="6" rx="1"/><rect class="value-bar" width="${px(width)}" height="6" rx="1"/></svg>${write(value)}</td>`;
}

function remark(report: Report, candidate: Candidate, chosen: boolean): string {
  const { say, format, segmentation } = report;
  const { selection } = segmentation;
  if (chosen) return say('chosen', { by: selection.decidedBy });
  if (candidate.reason !== null)
    return say(`refusal_${candidate.reason}`, {
      smallest: candidate.smallestCluster,
      noise: format.roundShare(candidate.noiseRatio),
    });
  const separation = selection.byObjective.separation;
  if (
    separation &&
    JSON.stringify(separation.params) === JSON.stringify(candidate.params) &&
    separation.algorithm === candidate.algorithm
  )
    return say('best_by_separation');
  if (candidate.noiseRatio > 0) return say('noise_share', { noise: format.roundShare(candidate.noiseRatio) });
  return '';
}
