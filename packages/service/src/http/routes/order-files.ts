import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DEFAULT_LANGUAGE, negotiate } from '../../contract/language.ts';
import { decodeForm, decodeQuery } from '../../contract/members.ts';
import { orderFilesOperation, orderFilesPath, orderFilesQuery } from '../../contract/order-files.ts';
import { clearAway, folderPrefix } from '../../orders/folders.ts';
import { orderFiles as filesInProcesses } from '../../runs/order-files.ts';
import { idempotencyKey } from '../../store/requests.ts';
import type { Deps, Later } from '../deps.ts';
import { guardUploading } from '../guard.ts';
import { submit } from '../later.ts';
import { goneSignal } from '../plugins/caller-gone.ts';
import { eitherCredentials } from '../plugins/either.ts';
import { idempotencyKeyOf } from '../plugins/idempotency.ts';
import { type Field, isForm, spoolForm } from '../plugins/form.ts';
import { type Spool, spoolBody } from '../plugins/spool.ts';
import type { Uploads } from '../uploads.ts';
import { actorOf } from './segment.ts';

/** What a token must be allowed to do. */
const ABILITY = 'segmentation:run';

/** Files of orders, as a body or in a form: bytes -> disk -> a process that sums them up -> the run stored to be computed later. */
export function orderFileRoute(app: FastifyInstance, deps: Deps): void {
  const { later, uploads } = deps;
  if (!later || !uploads) return;
  clearAway(uploads.folder);
  app.post(
    orderFilesPath,
    { ...guardUploading(app, eitherCredentials(deps, ABILITY), uploads.bytes), schema: orderFilesOperation },
    take({ ...deps, later }, uploads),
  );
}

function take(deps: Deps & { readonly later: Later }, { bytes: limit, disk, folder: root, ...share }: Uploads) {
  const files = filesInProcesses();
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    decodeQuery(orderFilesQuery, request.query); // what is wrong there is told before a byte is read
    const sent = idempotencyKeyOf(request);
    const leave = files.admit();
    const folder = await mkdtemp(join(root, folderPrefix())).catch((error: unknown) => {
      leave();
      throw error;
    });
    try {
      const file = join(folder, 'orders');
      const hash = createHash('sha256');
      const fields = await spooled(request, reply, { file, limit, hash, disk });
      const asked = decodeForm(orderFilesQuery, request.query, fields);
      const language = negotiate(request.headers['accept-language']);
      const startedAt = request.server.gates.settings.now();
      const order = { folder, file, asked, language: language ?? DEFAULT_LANGUAGE, now: startedAt, share };
      const { body, split, notes } = await files.read(order, goneSignal(reply));
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
      reply.header('content-language', order.language);
      return await submit(deps.later, task, { request, reply }, { notes });
    } finally {
      await rm(folder, { recursive: true, force: true });
      leave();
    }
  };
}

/** Writes the file down, whether it is the body or in a form; resolves with the form's other fields. */
async function spooled(request: FastifyRequest, reply: FastifyReply, spool: Spool): Promise<Field[]> {
  if (isForm(request)) return spoolForm(request, reply, spool);
  await spoolBody(request, reply, spool);
  return [];
}
