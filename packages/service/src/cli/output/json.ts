import type { Candidate, Explanation, Segmentation } from '@clientele/engine';
import type { Named } from './names.ts';

/** The whole result for programs: every number and sentence, without the fitted models and the points. */
export function resultJson(
  segmentation: Segmentation,
  explanation: Explanation,
  names: ReadonlyMap<number, Named>,
): string {
  const { ids, labels, confidence, runnerUp, segments, notices } = segmentation;
  const { personas, verdict, tests, choice, language } = explanation;
  const none = segmentation.structure.verdict === 'none';
  const result = {
    version: segmentation.version,
    language,
    verdict,
    tests,
    choice,
    structure: segmentation.structure,
    selection: segmentation.selection,
    winner: scores(segmentation.winner),
    segments: segments.map((profile) => {
      const persona = none ? undefined : personas.find(({ id }) => id === profile.id);
      return {
        ...profile,
        ...names.get(profile.id),
        exemplar: ids[profile.exemplar] ?? null,
        persona: persona ?? null,
      };
    }),
    base: segmentation.base,
    later: segmentation.later,
    baseline: segmentation.baseline && { ...segmentation.baseline, sentence: explanation.baseline },
    rules: segmentation.rules,
    tiers: segmentation.tiers,
    candidates: segmentation.candidates.map(scores),
    columns: segmentation.columns,
    collinear: segmentation.collinear,
    options: segmentation.options,
    notices: notices.map((notice, i) => ({ ...notice, message: explanation.notices[i]?.message ?? notice.code })),
    customers: ids.map((id, row) => ({
      customer_id: id,
      segment: labels[row],
      key: names.get(labels[row] ?? -1)?.key ?? '',
      confidence: confidence[row],
      runner_up: runnerUp[row] === -1 ? null : runnerUp[row],
    })),
  };
  return `${JSON.stringify(result, null, 2)}\n`;
}

function scores({ labels: _labels, model: _model, ...rest }: Candidate) {
  return rest;
}
