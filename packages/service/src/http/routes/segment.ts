import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { negotiate } from '../../contract/language.ts';
import type { ContractName } from '../../contract/runs.ts';
import type { Outcome } from '../../runs/job.ts';
import type { RunOrigin } from '../../store/runs.ts';
import type { Deps } from '../deps.ts';
import { answered, sendAnswer } from '../outcome.ts';
import { readBody } from '../plugins/body.ts';
import { goneSignal } from '../plugins/caller-gone.ts';

/** A handler: bytes -> compute worker -> the run stored -> bytes, by one of the contracts. Customers are seen by the worker only. */
export function segmentBy(contract: ContractName, deps: Deps) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const body = await readBody(request, reply, deps.limits.bodyBytes);
    const language = negotiate(request.headers['accept-language']);
    const startedAt = request.server.gates.settings.now();
    const job = { contract, body, language, runId: deps.newId(), limits: deps.limits };
    const outcome = await deps.pool.run(job, goneSignal(reply));
    request.work = outcome.work ?? null;
    await storeRun(deps, request, outcome, { id: job.runId, contract, startedAt });
    return sendAnswer(reply, answered(outcome));
  };
}

/** Stores the run that was made, so that its id works when the answer arrives. */
export async function storeRun(
  { runs }: Pick<Deps, 'runs'>,
  request: FastifyRequest,
  outcome: Outcome,
  origin: Pick<RunOrigin, 'id' | 'contract' | 'chosenFrom'> & { readonly startedAt: number },
): Promise<void> {
  const { run, language } = answered(outcome);
  const { tenant } = request;
  if (!runs || !run || !tenant) return;
  const from = { actor: actorOf(request), requestId: request.id, language };
  const saved = await runs.saveRun(tenant.apiId, { ...origin, ...from, ...run, timings: outcome.work?.ms });
  // The tenant was deleted while this was computed.
  if (!saved) throw new Refusal('AUTH_FAILED');
}

/** Who asks, as runs and the audit log name them. */
export function actorOf({ caller, keyId }: FastifyRequest): string {
  return caller ? `token ${caller.tokenId}` : `key ${keyId ?? ''}`;
}
