import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { negotiate } from '../../contract/language.ts';
import type { ContractName } from '../../runs/job.ts';
import type { Deps } from '../deps.ts';
import { readBody } from '../plugins/body.ts';
import { CallerGone, goneSignal } from '../plugins/caller-gone.ts';

/** A handler: bytes -> compute worker -> bytes, by one of the contracts. Customers are seen by the worker only. */
export function segmentBy(contract: ContractName, deps: Deps) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const body = await readBody(request, reply, deps.limits.bodyBytes);
    const language = negotiate(request.headers['accept-language']);
    const job = { contract, body, language, runId: deps.newId(), limits: deps.limits };
    const outcome = await deps.pool.run(job, goneSignal(reply));
    request.work = outcome.work ?? null;
    if (outcome.kind === 'stopped') throw new CallerGone();
    if (outcome.kind === 'failure') throw new Error(outcome.report);
    if (outcome.kind === 'refusal') throw Refusal.from(outcome.refusal, outcome.language);
    return reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('content-language', outcome.language)
      .send(Buffer.from(outcome.body.buffer, outcome.body.byteOffset, outcome.body.byteLength));
  };
}
