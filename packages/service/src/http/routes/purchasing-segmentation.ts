import type { FastifyInstance } from 'fastify';
import { purchasingOperation } from '../../contract/segmentation/purchasing-openapi.ts';
import { libraryPaths, purchasingPath } from '../../contract/segmentation/purchasing-segmentation.ts';
import type { Deps } from '../deps.ts';
import { guard } from '../guard.ts';
import { credentials } from '../plugins/credentials.ts';
import { segmentBy } from './segment.ts';

/** Request -> credentials -> bytes -> compute worker -> bytes, at the contract's address and those of client libraries. */
export function purchasingSegmentation(app: FastifyInstance, deps: Deps): void {
  for (const url of [purchasingPath, purchasingPath.replaceAll('_', '-'), ...libraryPaths])
    app.post(
      url,
      {
        ...guard(app, deps, { authenticate: credentials(deps), quota: 'segmentation' }),
        schema: { ...purchasingOperation, hide: url !== purchasingPath },
      },
      segmentBy('purchasing_segmentation', deps),
    );
}
