import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import type { ContractName } from '../../contract/runs/runs.ts';
import type { Answer, Outcome } from '../../runs/job.ts';
import { previousNamed } from '../../runs/previous-named.ts';
import type { FinishedRun } from '../../store/run.ts';
import { type Asked, readAsked } from '../asked.ts';
import type { Deps } from '../deps.ts';
import { tenantOf } from '../guard.ts';
import { answerOnce, submit } from '../later.ts';
import { answered, sendAnswer } from '../outcome.ts';
import { wantsLater } from '../plugins/asynchronous.ts';
import { goneSignal } from '../plugins/caller-gone.ts';

/**
 * A handler: bytes -> compute worker -> the run stored -> bytes, by one of the contracts; or, where the caller does not
 * want to wait, bytes -> the run stored to be computed later. Customers are seen by the worker only.
 */
export function segmentBy(contract: ContractName, deps: Deps) {
  const { later } = deps;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const asked = await readAsked(contract, deps, request, reply);
    if (later && wantsLater(request)) return submit(later, { ...asked, ...originOf(request) }, { request, reply });
    const now = (gone: AbortSignal): Promise<Answer> => segmentNow(deps, asked, request, gone);
    const { key } = asked;
    const answer =
      later && key !== undefined
        ? await answerOnce({ ...deps, later }, { ...asked, key }, { request, reply }, () => now(goneSignal(reply)))
        : await request.server.gates.flights.join(flightOf(request, asked), goneSignal(reply), now);
    return sendAnswer(reply, answer);
  };
}

/** Requests that ask the same share one computation, unless their caller wants it done anew. */
function flightOf(request: FastifyRequest, { fingerprint }: Asked): string {
  const anew = /\bno-(?:cache|store)\b/i.test(request.headers['cache-control'] ?? '');
  return `${tenantOf(request)} ${fingerprint}${anew ? ` ${request.id}` : ''}`;
}

async function segmentNow(
  deps: Deps,
  { contract, body, language, runId, startedAt, name }: Asked,
  request: FastifyRequest,
  gone: AbortSignal,
): Promise<Answer> {
  const previous = deps.runs && (await previousNamed(deps.runs, tenantOf(request), body));
  const job = { contract, body, language, runId, limits: deps.limits, previous, madeAt: startedAt };
  const outcome = await deps.pool.run(job, gone);
  request.work = outcome.work ?? null;
  await storeRun(deps, request, outcome, { id: runId, contract, startedAt, name });
  // Not the run, which is stored: the answer is kept a while for who asks again.
  const { run: _, ...answer } = answered(outcome);
  return answer;
}

/**
 * Stores the run that was made, so that its id works when the answer arrives. False when what it was made from has changed
 * meanwhile.
 */
export async function storeRun(
  { runs }: Pick<Deps, 'runs'>,
  request: FastifyRequest,
  outcome: Outcome,
  origin: Pick<FinishedRun, 'id' | 'contract' | 'name' | 'notes' | 'chosenFrom' | 'sourceFile' | 'startedAt'>,
): Promise<boolean> {
  const { run, language } = answered(outcome);
  const { tenant } = request;
  if (!runs || !run || !tenant) return true;
  const from = { ...originOf(request), language };
  const saved = await runs.saveRun(tenant.apiId, { ...origin, ...from, ...run, timings: outcome.work?.ms });
  // The tenant was deleted while this was computed.
  if (saved === null) throw new Refusal('AUTH_FAILED');
  return saved;
}

/** Who asks, and by which request. */
function originOf(request: FastifyRequest): { actor: string; requestId: string } {
  return { actor: actorOf(request), requestId: request.id };
}

/** Who asks, as runs and the audit log name them. */
export function actorOf({ caller, keyId }: FastifyRequest): string {
  return caller ? `token ${caller.tokenId}` : `key ${keyId ?? ''}`;
}
