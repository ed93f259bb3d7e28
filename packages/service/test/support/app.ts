import type { FastifyInstance } from 'fastify';
import { Refusal } from '../../src/contract/errors.ts';
import { warningsOf } from '../../src/contract/segmentation/decode-parameters.ts';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { decodeCustomerRequest } from '../../src/contract/segmentation/customer-segmentation-decode.ts';
import { decode } from '../../src/contract/segmentation/purchasing-decode.ts';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { createApp } from '../../src/http/app.ts';
import type { Deps } from '../../src/http/deps.ts';
import type { Protection } from '../../src/http/limits/settings.ts';
import { compute } from '../../src/runs/compute.ts';
import type { Job } from '../../src/runs/job.ts';
import type { ComputePool } from '../../src/runs/pool.ts';

export const tenant = { apiId: '0b6f1f5e-7a3c-4d2b-9c1d-2f3e4a5b6c7d', name: 'Test' };
export const secret = 's'.repeat(64);
export const credentialHeaders = { 'x-customer-api-id': tenant.apiId, 'x-secret': secret };
export const jsonHeaders = { ...credentialHeaders, 'content-type': 'application/json' };
/** Nothing to warn of. */
const longLived = { keyId: 'key-1', expiresAt: '2100-01-01T00:00:00.000Z', expiresIn: 1e9, replaced: false };
export { purchasingPath };

/** Reads requests as the real one does and answers with what it read: HTTP tests need no clustering. */
export function readingPool(): ComputePool & { readonly jobs: number } {
  let jobs = 0;
  return {
    get jobs() {
      return jobs;
    },
    admit() {},
    async run(job) {
      if (job.kind === 'orders' || job.kind === 'score') return compute(job);
      if (!('body' in job)) throw new Error(`no ${job.kind} here`);
      const { body, language, limits } = job;
      jobs++;
      try {
        const read = job.contract === 'customer_segmentation' ? decodeCustomerRequest : decode;
        const request = read(Buffer.concat(body), language, limits);
        const answer = JSON.stringify({
          customers: request.table.ids.length,
          warnings: warningsOf(request.remarks, request.language),
        });
        return { kind: 'answer', body: new TextEncoder().encode(answer), language: request.language };
      } catch (error) {
        if (error instanceof Refusal) return { kind: 'refusal', refusal: error.data, language: error.language };
        throw error;
      }
    },
    async close() {},
  };
}

/** Reads requests to segment as `readingPool` does, and does all other jobs in this thread. */
export function computingPool(): ComputePool {
  const reading = readingPool();
  return { ...reading, run: async (job) => (reads(job) ? reading.run(job) : compute(job)) };
}

/** Whether a job only segments, and keeps no identities. */
function reads(job: Job): boolean {
  return (job.kind ?? 'segment') === 'segment' && !('previous' in job && job.previous);
}

/** Limits that no test meets by accident. */
export const unlimited: Partial<Protection> = {
  perMinute: { segmentation: 1e6, reading: 1e6, admin: 1e6 },
  failures: 1e6,
  running: 1e3,
};

/** The app with one tenant and, unless told otherwise, a pool that only reads. */
export async function testApp(given: Partial<Deps> = {}): Promise<FastifyInstance> {
  let ids = 0;
  return createApp({
    verify: async (apiId, offered) =>
      apiId.toLowerCase() === tenant.apiId && offered === secret ? { tenant, secret: longLived } : null,
    verifyToken: async () => null,
    pool: readingPool(),
    newId: () => `generated-${++ids}`,
    limits: { ...jsonLimits, bodyBytes: 1_000_000 },
    protection: unlimited,
    ...given,
  });
}
