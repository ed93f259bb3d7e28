import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { compute } from '../../src/runs/compute.ts';
import type { Job } from '../../src/runs/job.ts';
import { bytesOf, shopBody } from '../support/bodies.ts';

/** A task that was answered with 202. */
export interface Accepted {
  readonly taskId: string;
  readonly runId: string;
  /** Of its customers. */
  readonly seed: number;
}

/** Accepted tasks, each on the disk before anybody counts it: what is in it must never be missing from the service. */
export function openLedger(file: string): { readonly accepted: Accepted[]; add(task: Accepted): void; close(): void } {
  const descriptor = openSync(file, 'a');
  const accepted: Accepted[] = [];
  return {
    accepted,
    add(task) {
      writeSync(descriptor, `${JSON.stringify(task)}\n`);
      fsyncSync(descriptor);
      accepted.push(task);
    },
    close: () => closeSync(descriptor),
  };
}

/** The `seed`-th body: all differ, for identical ones are done once. */
export function bodyOf(seed: number, customers: number): string {
  return JSON.stringify({ ...shopBody(customers, seed), max_clusters: 3 });
}

/** What the `seed`-th body is answered with, computed here. */
export function referenceOf(seed: number, customers: number): string {
  return answerOf({ body: [bytesOf(bodyOf(seed, customers))], language: 'en', runId: ANY_RUN, limits: jsonLimits });
}

/** What a stored run is answered with. */
export function storedAnswerOf(snapshot: Uint8Array<ArrayBuffer>): string {
  return answerOf({ kind: 'view', view: { kind: 'answer' }, snapshot, language: 'en', runId: ANY_RUN });
}

/** Equal answers differ in it only. */
const ANY_RUN = 'any run';

function answerOf(job: Job): string {
  const outcome = compute(job);
  if (outcome.kind !== 'answer') throw new Error(`there is no answer: ${outcome.kind}`);
  return new TextDecoder().decode(outcome.body);
}

export interface Submission {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly customers: number;
  /** Sent as Idempotency-Key. */
  readonly key?: string | undefined;
}

export type Submitted =
  | { readonly accepted: Accepted }
  | { readonly accepted: null; readonly status: number | null; readonly text: string };

/** Submits one body; the task, or the status and text of another answer, status null when none came. */
export async function submitOnce({ url, headers, seed, customers, key }: Submission): Promise<Submitted> {
  try {
    const response = await fetch(`${url}${purchasingPath}?async=true`, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: bodyOf(seed, customers),
    });
    const text = await response.text();
    if (response.status !== 202) return { accepted: null, status: response.status, text };
    const { task_id: taskId, run_id: runId } = JSON.parse(text) as { task_id: string; run_id: string };
    return { accepted: { taskId, runId, seed } };
  } catch (error) {
    return { accepted: null, status: null, text: String(error) };
  }
}

/** Submits one body again and again until it is accepted or `over` says to stop; the same key makes it one task. */
export async function submitUntil(
  submission: Submission,
  over: () => boolean,
  faults: string[],
): Promise<Accepted | null> {
  while (!over()) {
    const done = await submitOnce(submission);
    if (done.accepted) return done.accepted;
    if (done.status !== null && done.status !== 503)
      faults.push(`submitted: ${done.status} ${done.text.slice(0, 200)}`);
    await sleep(100);
  }
  return null;
}
