import type { FastifyInstance } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { negotiate } from '../../contract/language.ts';
import { purchasingOperation } from '../../contract/openapi.ts';
import { purchasingPath } from '../../contract/purchasing-segmentation.ts';
import type { Deps } from '../deps.ts';
import { guard } from '../guard.ts';
import { readBody } from '../plugins/body.ts';
import { CallerGone, goneSignal } from '../plugins/caller-gone.ts';
import { credentials } from '../plugins/credentials.ts';

/** Request -> credentials -> bytes -> compute worker -> bytes. Customers are seen by the worker only. */
export function purchasingSegmentation(app: FastifyInstance, deps: Deps): void {
  for (const url of [purchasingPath, purchasingPath.replaceAll('_', '-')])
    app.post(
      url,
      {
        ...guard(app, deps, { authenticate: credentials(deps), quota: 'segmentation' }),
        schema: { ...purchasingOperation, hide: url !== purchasingPath },
      },
      async (request, reply) => {
        const body = await readBody(request, reply, deps.limits.bodyBytes);
        const language = negotiate(request.headers['accept-language']);
        const job = { body, language, runId: deps.newId(), limits: deps.limits };
        const outcome = await deps.pool.run(job, goneSignal(reply));
        request.work = outcome.work ?? null;
        if (outcome.kind === 'stopped') throw new CallerGone();
        if (outcome.kind === 'failure') throw new Error(outcome.report);
        if (outcome.kind === 'refusal') throw Refusal.from(outcome.refusal, outcome.language);
        return reply
          .header('content-type', 'application/json; charset=utf-8')
          .header('content-language', outcome.language)
          .send(Buffer.from(outcome.body.buffer, outcome.body.byteOffset, outcome.body.byteLength));
      },
    );
}
