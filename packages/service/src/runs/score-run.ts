import { fromStored, score, type Scores, type SegmentModel, toModel } from '@clientele/engine';
import { type Warning, warningsOf } from '../contract/segmentation/decode-parameters.ts';
import { fraction } from '../contract/runs/figures.ts';
import { decodeScoreRequest } from '../contract/runs/score-decode.ts';
import type { Means } from './means.ts';
import { joined } from './blocks.ts';
import type { Outcome, ScoreJob } from './job.ts';
import { readModel } from './model.ts';
import { release } from './release.ts';
import { unpackRun } from './snapshot.ts';

/** Gives customers the segments of a stored run. */
export function scoreBody(job: ScoreJob, { time, told }: Means): Outcome {
  const model = modelOf(job);
  const whole = joined(job.body);
  const { table, language, remarks } = decodeScoreRequest(whole, model, job.language, job.limits);
  release([whole, ...job.body]);
  told.language = language;
  time.count(table.ids.length);
  time.lap('decode');
  const scores = score(model, table);
  time.lap('score');
  const warnings = warningsOf(remarks, language);
  const body = encodeScores(table.ids, scores, { runId: job.runId, warnings });
  time.lap('encode');
  return { kind: 'answer', body, language };
}

function modelOf({ model, snapshot }: ScoreJob): SegmentModel {
  if (model !== null) return readModel(model);
  if (!snapshot) throw new Error('A customer is scored by a model, or by a snapshot.');
  return toModel(fromStored(unpackRun(snapshot).stored));
}

function encodeScores(
  ids: readonly string[],
  { labels, confidence, outOfRange, outOfRangeByFeature }: Scores,
  { runId, warnings }: { runId: string; warnings: readonly Warning[] },
): Uint8Array<ArrayBuffer> {
  const answer = {
    run_id: runId,
    customers: ids.length,
    labels: ids.map((id, i) => ({
      customer_id: id,
      segment_id: labels[i],
      confidence: fraction(confidence[i] ?? 0),
      out_of_range: outOfRange[i] === 1,
    })),
    out_of_range: Object.fromEntries(Object.entries(outOfRangeByFeature).filter(([, count]) => count > 0)),
    warnings,
  };
  return new TextEncoder().encode(JSON.stringify(answer));
}
