import type { FastifyInstance } from 'fastify';
import { customerPath } from '../../contract/segmentation/customer-segmentation.ts';
import { customerOperation } from '../../contract/segmentation/customer-segmentation-openapi.ts';
import type { Deps } from '../deps.ts';
import { guard } from '../guard.ts';
import { bearer } from '../plugins/bearer.ts';
import { segmentBy } from './segment.ts';

/** What a token must be allowed to do. */
const ABILITY = 'segmentation:run';

/** Request -> bearer token -> bytes -> compute worker -> bytes. */
export function customerSegmentation(app: FastifyInstance, deps: Deps): void {
  app.post(
    customerPath,
    {
      ...guard(app, deps, { authenticate: bearer(deps, ABILITY), quota: 'segmentation' }),
      config: { errors: 'customer' },
      schema: customerOperation,
    },
    segmentBy('customer_segmentation', deps),
  );
}
