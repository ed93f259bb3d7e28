import { explain, Fault, segment, Stopped, type Watch } from '@clientele/engine';
import { Refusal } from '../contract/errors.ts';
import type { ContractName } from '../contract/runs/runs.ts';
import { joined } from './blocks.ts';
import { compareStored } from './compare-runs.ts';
import { contracts, type Understood } from './contracts.ts';
import type { Job, OrdersJob, Outcome, SegmentJob } from './job.ts';
import { answerOrders, byTokenContract } from './orders-job.ts';
import { withIdentity } from './previous.ts';
import { scoreBody } from './score-run.ts';
import { checkedByTime } from '../orders/time-check.ts';
import { unpackSplit } from './split.ts';
import type { Means, Told } from './means.ts';
import { release, releaseArrays } from './release.ts';
import { madeRun } from './snapshot.ts';
import { stopwatch } from './stopwatch.ts';
import { choose, forget, look } from './stored-jobs.ts';

/**
 * Does one job: bytes in, bytes out. The bytes in are given up once they are understood. Never throws; what a caller can
 * mend comes back as a refusal. `time` is told where the time goes.
 */
export function compute(job: Job, watch: Watch = {}, time = stopwatch()): Outcome {
  const told: Told = { contract: 'purchasing_segmentation', language: 'language' in job ? job.language : null };
  try {
    return perform(job, { watch: time.watching(watch), time, told });
  } catch (error) {
    const { language } = told;
    if (error instanceof Refusal) return { kind: 'refusal', refusal: error.data, language: error.language ?? language };
    if (error instanceof Fault)
      return { kind: 'refusal', refusal: contracts[told.contract].refusalOf(error).data, language };
    if (error instanceof Stopped) return { kind: 'stopped' };
    return { kind: 'failure', report: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function perform(job: Job, means: Means): Outcome {
  switch (job.kind) {
    case 'view':
      return look(job, means);
    case 'choose':
      return choose(job, means);
    case 'forget':
      return forget(job, means);
    case 'orders':
      return aboutOrders(job, means);
    case 'score':
      return scoreBody(job, means);
    case 'compare':
      return compareStored(job, means);
    default:
      return segmentBody(job, means);
  }
}

/** Decode, segment, explain, encode; and the same as a run to be stored. */
function segmentBody(job: SegmentJob, { watch, time, told }: Means): Outcome {
  const { contract = 'purchasing_segmentation', runId, previous, madeAt = 0 } = job;
  told.contract = contract;
  const { table, options, language, remarks, previousRunId } = understood(job, contract);
  told.language = language;
  time.count(table.ids.length);
  time.lap('decode');
  const found = segment(table, options, watch);
  const split = job.split ? unpackSplit(job.split) : null;
  const checked = split ? checkedByTime(found, split, watch) : found;
  if (split) time.lap('later');
  const { segmentation, changes, names } = withIdentity(checked, { asked: previousRunId, previous, madeAt });
  time.lap('identity');
  const explanation = explain(segmentation, language);
  time.lap('words');
  const body = contracts[contract].encode(segmentation, explanation, { runId, remarks, previousRunId });
  time.lap('encode');
  const beside = { contract, language, remarks, previousRunId, madeAt, changes, split };
  const run = madeRun({ segmentation, explanation, table, names }, { ...beside, runId });
  releaseArrays([segmentation, found, table]);
  time.lap('snapshot');
  return { kind: 'answer', body, language, run };
}

/** Decode, sum up, encode; nothing is stored. */
function aboutOrders({ question, errors, body: blocks, language, limits, now }: OrdersJob, { time }: Means): Outcome {
  try {
    const whole = joined(blocks);
    const { answer, ...told } = answerOrders(question, whole, { language, limits, now: new Date(now) });
    release([whole, ...blocks]);
    time.count(told.customers);
    time.lap(question);
    const body = new TextEncoder().encode(JSON.stringify(answer));
    time.lap('encode');
    return { kind: 'answer', body, language: told.language };
  } catch (error) {
    throw error instanceof Refusal && errors === 'customer' ? byTokenContract(error) : error;
  }
}

function understood({ body: blocks, language, limits }: SegmentJob, contract: ContractName): Understood {
  const whole = joined(blocks);
  const request = contracts[contract].decode(whole, language, limits);
  release([whole, ...blocks]);
  return request;
}
