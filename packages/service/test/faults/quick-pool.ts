import type { Outcome } from '../../src/runs/job.ts';
import type { ComputePool } from '../../src/runs/pool.ts';

/** A result for every body, at once: tests of what happens around a computation need no clustering. */
export const quickPool: Pick<ComputePool, 'run'> = {
  async run(job): Promise<Outcome> {
    if (!('body' in job)) throw new Error(`no ${job.kind} here`);
    const snapshot = Uint8Array.from(Buffer.concat([...job.body]).toReversed());
    return { kind: 'answer', body: Uint8Array.of(1), language: 'en', run: { snapshot, figures: anyFigures } };
  },
};

export const anyFigures = { customers: 2, algorithm: 'KMeans', nClusters: 2, verdict: 'weak', summary: '{}' };
