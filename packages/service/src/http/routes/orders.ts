import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { negotiate } from '../../contract/language.ts';
import { bearerRfmOperation, ordersOperation } from '../../contract/orders/orders-openapi.ts';
import { bearerRfmPath, ordersPaths, type OrdersQuestion } from '../../contract/orders/orders.ts';
import type { ErrorShape } from '../../contract/errors.ts';
import type { Deps } from '../deps.ts';
import { guard } from '../guard.ts';
import { answered, sendAnswer } from '../outcome.ts';
import { bearer } from '../plugins/bearer.ts';
import { readBody } from '../plugins/body.ts';
import { goneSignal } from '../plugins/caller-gone.ts';
import { credentials } from '../plugins/credentials.ts';

/** What a token must be allowed to do. */
const ABILITY = 'segmentation:run';

/** Questions about orders: bytes -> compute worker -> bytes. Customers are seen by the worker only; nothing is stored. */
export function orders(app: FastifyInstance, deps: Deps): void {
  for (const [question, path] of Object.entries(ordersPaths) as [OrdersQuestion, string][])
    for (const url of [path, path.replaceAll('_', '-')])
      app.post(
        url,
        {
          ...guard(app, deps, { authenticate: credentials(deps), quota: 'segmentation' }),
          schema: { ...ordersOperation(question), hide: url !== path },
        },
        answerBy(question, 'purchasing', deps),
      );
  app.post(
    bearerRfmPath,
    {
      ...guard(app, deps, { authenticate: bearer(deps, ABILITY), quota: 'segmentation' }),
      config: { errors: 'customer' },
      schema: bearerRfmOperation(),
    },
    answerBy('customer_rfm', 'customer', deps),
  );
}

function answerBy(question: OrdersQuestion, errors: ErrorShape, deps: Deps) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const body = await readBody(request, reply, deps.limits.bodyBytes);
    const language = negotiate(request.headers['accept-language']);
    const now = request.server.gates.settings.now();
    const job = { kind: 'orders', question, errors, body, language, limits: deps.limits, now } as const;
    const outcome = await deps.pool.run(job, goneSignal(reply));
    request.work = outcome.work ?? null;
    return sendAnswer(reply, answered(outcome));
  };
}
