import type { Candidate } from '@clientele/engine';
import type { PartName, RunFigures } from '../contract/runs/run-page.ts';
import { type Report, reportContext, type ReportInput, type Segment } from './context.ts';
import { candidateTable, racing, sameAs } from './figures/candidates.ts';
import { dataTable, method, notices } from './figures/data.ts';
import { distributions } from './figures/distributions.ts';
import type { DrawnFigure } from './figures/frame.ts';
import { lostOnMap, worded } from './figures/map-figure.ts';
import { chanceFigure, gapFigure, groupsAnyway, tiers } from './figures/nothing.ts';
import { profile } from './figures/profile.ts';
import { ribbon } from './figures/ribbon.ts';
import { rules } from './figures/rules.ts';
import { segmentRows } from './figures/segments.ts';
import { silhouette } from './figures/silhouette.ts';
import { tests } from './figures/tests.ts';
import { verdict } from './figures/verdict.ts';
import { wardTree } from './figures/ward.ts';
import { whyThisNumber } from './figures/why.ts';
import { project } from './map.ts';
import { besideVerdict } from './notices.ts';
import type { Markup } from './markup.ts';

/**
 * The result in the parts that the report is made of, drawn by the same functions. The map is left out but for its words:
 * whoever puts the parts together draws it from the points.
 */
export function reportParts(input: ReportInput): RunFigures {
  const report = reportContext(input);
  const { segments, structured, explanation, language, runId } = report;
  return {
    run_id: runId,
    language,
    name: input.dataName,
    headline: explanation.verdict.headline,
    meta: metaOf(report),
    choice: explanation.choice,
    baseline: explanation.baseline,
    structured,
    notices: besideVerdict(explanation.notices),
    ...figuresOf(report),
    segments: segments.map(shownSegment),
    map: mapWords(report),
    candidates: racing(report).map((candidate) => shownCandidate(report, candidate)),
    objectives: objectivesOf(report),
    rule: ruleOf(report),
  };
}

export function shownSegment(segment: Segment): RunFigures['segments'][number] {
  const { id, letter, name, step, persona } = segment;
  const { trust, size, share } = segment.profile;
  return {
    segment_id: id,
    letter,
    name,
    generated_name: persona?.generatedLabel ?? name,
    tone: step,
    trust,
    size,
    share,
  };
}

/** Customers, features and model, in a line. */
export function metaOf({ say, customers, features, segmentation, structured }: Report): string {
  const used = features.filter((feature) => feature.used).length;
  const { winner, candidates } = segmentation;
  return structured
    ? say('meta', {
        n: customers,
        features: used,
        algorithm: say(`algorithm_${winner.algorithm}`),
        k: winner.nClusters,
      })
    : say('meta_none', { n: customers, features: used, models: candidates.length });
}

function figuresOf(report: Report): Pick<RunFigures, 'figures' | 'numbers'> {
  const { structured, segmentation } = report;
  const both = { verdict, tests, candidates: candidateTable, data: dataTable, notices, method };
  const found = {
    ribbon,
    segments: segmentRows,
    profile,
    distributions,
    silhouette,
    why: whyThisNumber,
    ward: wardTree,
    rules,
  };
  const nothing = {
    tiers: (): DrawnFigure | null => segmentation.tiers && tiers(report, segmentation.tiers),
    chance: chanceFigure,
    gap: gapFigure,
    groups: groupsAnyway,
  };
  const drawn: Partial<Record<PartName, (report: Report) => Markup | null>> = {
    ...both,
    ...(structured ? found : nothing),
  };
  return shownParts(Object.entries(drawn).map(([name, draw]) => [name, draw(report)] as const));
}

/** Parts by name as HTML, and the numbers of those that are figures. */
export function shownParts(parts: readonly (readonly [string, Markup | DrawnFigure | null])[]) {
  const figures: Record<string, string> = {};
  const numbers: Record<string, string> = {};
  for (const [name, part] of parts) {
    if (part === null) continue;
    figures[name] = part.markup;
    if ('numbers' in part && part.numbers !== null) numbers[name] = part.numbers;
  }
  return { figures, numbers };
}

function mapWords(report: Report): RunFigures['map'] {
  const { say, segmentation, structured, explanation, customers, format } = report;
  const projection = project(segmentation);
  if (!projection) return null;
  return {
    title: (structured ? explanation.figureTitles.map : null) ?? say('map_title'),
    subtitle: say('map_sub', { n: customers, kept: format.roundShare(projection.kept) }),
    how_to_read: say('how_map', { lost: lostOnMap(report) }),
    across: worded(report, projection.across),
    up: worded(report, projection.up),
  };
}

function shownCandidate({ say, segmentation }: Report, candidate: Candidate): RunFigures['candidates'][number] {
  return {
    algorithm: candidate.algorithm,
    method: say(`algorithm_${candidate.algorithm}`),
    segments: candidate.nClusters,
    k: 'k' in candidate.params ? candidate.params.k : null,
    chosen: sameAs(candidate, segmentation.winner),
  };
}

const objectives = ['actionable', 'separation'] as const;

/** What an objective would choose; null where no model may compete by it. */
function winnerBy({ segmentation }: Report, objective: (typeof objectives)[number]): Candidate | null {
  const { candidates, selection } = segmentation;
  const wanted = selection.byObjective[objective];
  return (wanted && candidates.find((candidate) => sameAs(candidate, wanted))) ?? null;
}

function objectivesOf(report: Report): RunFigures['objectives'] {
  return objectives.flatMap((objective) => {
    const winner = winnerBy(report, objective);
    return winner ? [{ objective, ...shownCandidate(report, winner) }] : [];
  });
}

function ruleOf(report: Report): RunFigures['rule'] {
  const winner = winnerBy(report, report.segmentation.selection.objective);
  return winner && shownCandidate(report, winner);
}
