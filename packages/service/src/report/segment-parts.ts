import type { Segmentation } from '@clientele/engine';
import type { SegmentFigures, SegmentPartName } from '../contract/runs/run-page.ts';
import { type Report, reportContext, type ReportInput, type Segment } from './context.ts';
import { distributions } from './figures/distributions.ts';
import { type DrawnFigure, figure } from './figures/frame.ts';
import { moneyOf } from './figures/money.ts';
import { evidence, factSheet, factTable, middle } from './figures/one-by-one.ts';
import { rules } from './figures/rules.ts';
import { standing } from './figures/segments.ts';
import { type Markup, markup } from './markup.ts';
import { shownParts, shownSegment } from './parts.ts';

/** One segment in the parts of its page, drawn by the functions of the report. Null when the run has no such segment. */
export function segmentParts(input: ReportInput, id: number): SegmentFigures | null {
  const report = reportContext(input);
  const segment = report.segments.find((one) => one.id === id);
  if (!segment) return null;
  const neighbour = neighbourOf(input.segmentation, id);
  const beside = report.segments.find((one) => one.id === neighbour);
  const drawn: Record<SegmentPartName, Markup | null> = {
    standing: markup`<div class="standing">${standing(report, segment, moneyOf(report)?.label ?? null)}</div>`,
    words: words(segment),
    facts: facts(report, segment),
    distributions: distributions(only(report, beside ? [segment, beside] : [segment])),
    rules: ruled(only(report, [segment])),
  };
  return {
    run_id: report.runId,
    language: report.language,
    run_name: input.dataName,
    structured: report.structured,
    segment: shownSegment(segment),
    neighbour: beside ? shownSegment(beside) : null,
    segments: report.segments.map(shownSegment),
    ...shownParts(Object.entries(drawn)),
  };
}

/** The segment that most of its customers would be in otherwise; -1 when there is none. */
function neighbourOf({ labels, runnerUp }: Segmentation, id: number): number {
  const counts = new Map<number, number>();
  for (const [row, other] of runnerUp.entries())
    if (labels[row] === id && other >= 0) counts.set(other, (counts.get(other) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? -1;
}

function words(segment: Segment): Markup | null {
  const { persona } = segment;
  return persona && markup`<p class="claim">${persona.description}</p>${evidence(segment)}`;
}

function facts(report: Report, segment: Segment): DrawnFigure {
  const { say, customers } = report;
  return figure(report, {
    id: 'facts',
    title: segment.persona?.summary ?? segment.name,
    subtitle: say('facts_sub', { n: customers }),
    body: markup`<div class="profile-table ${segment.tone}">${factTable(report, segment)}</div><p class="foot">${middle(report, segment)}</p>`,
    howToRead: say('how_facts'),
    sheet: factSheet(report, segment),
    tabled: true,
  });
}

/** The report as if it had these segments only; what is said of all of them is left unsaid. */
function only(report: Report, segments: readonly Segment[]): Report {
  const { segmentation, explanation } = report;
  const ids = new Set(segments.map(({ id }) => id));
  const own = segmentation.rules.rules.filter((rule) => ids.has(rule.segment));
  const figureTitles = { ...explanation.figureTitles, distributions: null, rules: null };
  return {
    ...report,
    segments,
    segmentation: { ...segmentation, rules: { ...segmentation.rules, rules: own } },
    explanation: { ...explanation, figureTitles, rulesNote: null },
  };
}

/** Null where no rule leads to the segment. */
function ruled(report: Report): Markup | null {
  return report.segmentation.rules.rules.length === 0 ? null : rules(report);
}
