import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DEFAULT_LANGUAGE, negotiate } from '../../contract/language.ts';
import { decodeQuery } from '../../contract/members.ts';
import { orderFilesOperation, orderFilesPath, orderFilesQuery } from '../../contract/order-files.ts';
import { folderPrefix } from '../../orders/database.ts';
import { orderFiles as filesInProcesses } from '../../runs/order-files.ts';
import { idempotencyKey } from '../../store/requests.ts';
import { DEFAULT_UPLOAD_BYTES, type Deps, type Later } from '../deps.ts';
import { guardUploading } from '../guard.ts';
import { submit } from '../later.ts';
import { credentials } from '../plugins/credentials.ts';
import { goneSignal } from '../plugins/caller-gone.ts';
import { idempotencyKeyOf } from '../plugins/idempotency.ts';
import { spoolBody } from '../plugins/spool.ts';
import { actorOf } from './segment.ts';

/** Files of orders: bytes -> disk -> a process that sums them up -> the run stored to be computed later. */
export function orderFileRoute(app: FastifyInstance, deps: Deps): void {
  const { later } = deps;
  if (!later) return;
  const limit = deps.limits.uploadBytes ?? DEFAULT_UPLOAD_BYTES;
  app.post(
    orderFilesPath,
    { ...guardUploading(app, credentials(deps), limit), schema: orderFilesOperation },
    take({ ...deps, later }, limit),
  );
}

function take(deps: Deps & { readonly later: Later }, limit: number) {
  const files = filesInProcesses();
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const asked = decodeQuery(orderFilesQuery, request.query);
    const sent = idempotencyKeyOf(request);
    files.admit();
    const folder = await mkdtemp(join(tmpdir(), folderPrefix()));
    try {
      const file = join(folder, 'orders');
      const hash = createHash('sha256');
      await spoolBody(request, reply, { file, limit, hash });
      const language = negotiate(request.headers['accept-language']);
      const startedAt = request.server.gates.settings.now();
      const order = { folder, file, asked, language: language ?? DEFAULT_LANGUAGE, now: startedAt };
      const { body, split } = await files.read(order, goneSignal(reply));
      const task = {
        contract: 'purchasing_segmentation' as const,
        body: [body],
        split,
        language,
        fingerprint: hash.update(`\n${orderFilesPath} ${JSON.stringify(asked)} ${language ?? ''}`).digest('hex'),
        key: sent === undefined ? undefined : idempotencyKey('POST', orderFilesPath, sent),
        runId: deps.newId(),
        startedAt,
        actor: actorOf(request),
        requestId: request.id,
        name: asked.name?.trim(),
      };
      return await submit(deps.later, task, request, reply);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}
