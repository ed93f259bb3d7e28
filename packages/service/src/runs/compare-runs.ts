import { compareRuns, explainComparison, fromStored } from '@clientele/engine';
import { encodeComparison } from '../contract/runs/comparison-encode.ts';
import type { Means } from './means.ts';
import type { CompareJob, Outcome } from './job.ts';
import { unpackRun } from './snapshot.ts';

/** Two stored runs beside each other. */
export function compareStored(job: CompareJob, { time, told }: Means): Outcome {
  const [before, after] = [unpackRun(job.snapshots[0]), unpackRun(job.snapshots[1])];
  const language = job.language ?? after.language;
  told.language = language;
  time.count(before.stored.table.ids.length + after.stored.table.ids.length);
  time.lap('decode');
  const comparison = compareRuns(fromStored(before.stored), fromStored(after.stored));
  time.lap('compare');
  const body = encodeComparison(comparison, explainComparison(comparison, language), job.runIds);
  time.lap('encode');
  return { kind: 'answer', body: new TextEncoder().encode(JSON.stringify(body)), language };
}
