import { chooseAgain, explain, forgetCustomers, fromStored } from '@clientele/engine';
import type { Means } from './means.ts';
import { takeChanges } from './changes.ts';
import { checkedByTime, splitWithout } from '../orders/time-check.ts';
import { contracts } from './contracts.ts';
import type { ChooseJob, ForgetJob, Outcome, ViewJob } from './job.ts';
import { unnamed } from './names.ts';
import { figuresOf, madeRun, packRun, type RunData, unpackRun } from './snapshot.ts';
import { releaseArrays } from './release.ts';
import { viewOf } from './view.ts';

/** One view of a stored run. */
export function look(
  { snapshot, view, runId, language: asked, names = unnamed }: ViewJob,
  { time, told }: Means,
): Outcome {
  const data = unpackRun(snapshot);
  const language = asked ?? data.language;
  Object.assign(told, { contract: data.contract, language });
  time.count(data.stored.table.ids.length);
  time.lap('decode');
  const { body, type } = viewOf(data, view, { runId, language, names });
  time.lap('encode');
  return { kind: 'answer', body, type, language };
}

/** Another candidate of a stored run wins: a new run, answered as its contract answers. */
export function choose(job: ChooseJob, { watch, time, told }: Means): Outcome {
  const { contract, stored, remarks, dataName, split = null, language: before } = unpackRun(job.snapshot);
  const { runId, madeAt } = job;
  const language = job.language ?? before;
  Object.assign(told, { contract, language });
  const { table } = stored;
  time.count(table.ids.length);
  time.lap('decode');
  const chosen = chooseAgain(fromStored(stored), job.choose, watch);
  const segmentation = split ? checkedByTime(chosen, split, watch) : chosen;
  const explanation = explain(segmentation, language);
  time.lap('words');
  const body = contracts[contract].encode(segmentation, explanation, { runId, remarks });
  time.lap('encode');
  const beside = {
    contract,
    language,
    remarks,
    split,
    ...(dataName === undefined ? {} : { dataName }),
    ...(madeAt === undefined ? {} : { madeAt }),
  };
  const run = madeRun({ segmentation, explanation, table }, { ...beside, runId });
  releaseArrays([segmentation, chosen, stored]);
  time.lap('snapshot');
  return { kind: 'answer', body, language, run };
}

/** A stored run without some of its customers. */
export function forget({ snapshot, customers, runId }: ForgetJob, { time }: Means): Outcome {
  const data = unpackRun(snapshot);
  time.count(data.stored.table.ids.length);
  const gone = new Set(customers);
  const { removed, stored } = forgetCustomers(data.stored, gone);
  if (removed === 0 || !stored) return { kind: 'forgotten', removed, run: null };
  const { changes = null, split = null } = data;
  const rows = Int32Array.from(data.stored.table.ids.keys()).filter(
    (row) => !gone.has(data.stored.table.ids[row] ?? ''),
  );
  const left: RunData = {
    ...data,
    stored,
    changes: changes && takeChanges(changes, rows),
    split: split && splitWithout(split, gone, rows),
  };
  const segmentation = fromStored(stored);
  const figures = figuresOf(segmentation, explain(segmentation, data.language), { ...data, runId });
  return { kind: 'forgotten', removed, run: { snapshot: packRun(left), figures } };
}
