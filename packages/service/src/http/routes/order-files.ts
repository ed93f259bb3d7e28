import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DEFAULT_LANGUAGE, negotiate } from '../../contract/language.ts';
import { decodeForm, decodeQuery } from '../../contract/members.ts';
import {
  orderFilesOperation,
  orderFilesPath,
  type OrderFilesQuery,
  orderFilesQuery,
} from '../../contract/orders/order-files.ts';
import { folderPrefix } from '../../orders/folders.ts';
import { orderFiles as filesInProcesses } from '../../runs/order-files.ts';
import { requirePrevious } from '../../runs/previous-named.ts';
import { idempotencyKey } from '../../store/requests.ts';
import type { Deps } from '../deps.ts';
import { guardUploading, tenantOf } from '../guard.ts';
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
  const { runs, later, uploads } = deps;
  if (!runs || !later || !uploads) return;
  app.post(
    orderFilesPath,
    { ...guardUploading(app, eitherCredentials(deps, ABILITY), uploads.bytes), schema: orderFilesOperation },
    take({ ...deps, runs, later }, uploads),
  );
}

type Taking = Deps & Required<Pick<Deps, 'runs' | 'later'>>;

function take(deps: Taking, { bytes: limit, disk, folder: root, ...share }: Uploads) {
  const files = filesInProcesses();
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    // What is wrong in the address is told before a byte is read.
    await requirePrevious(deps.runs, tenantOf(request), decodeQuery(orderFilesQuery, request.query));
    const sent = idempotencyKeyOf(request);
    const leave = files.admit();
    try {
      return await inFolder(root, async (folder) => {
        const file = join(folder, 'orders');
        const hash = createHash('sha256');
        const fields = await spooled(request, reply, { file, limit, hash, disk });
        const asked = decodeForm(orderFilesQuery, request.query, fields);
        await requirePrevious(deps.runs, tenantOf(request), asked);
        const language = negotiate(request.headers['accept-language']);
        const told = language ?? DEFAULT_LANGUAGE;
        const startedAt = request.server.gates.settings.now();
        const { customers: mostCustomers } = deps.limits;
        const order = { folder, file, asked, language: told, now: startedAt, share, mostCustomers };
        const { body, split, notes } = await files.read(order, goneSignal(reply));
        const task = {
          contract: 'purchasing_segmentation' as const,
          body: [body],
          split,
          language,
          fingerprint: hash.update(`\n${orderFilesPath} ${inOrder(asked)} ${language ?? ''}`).digest('hex'),
          key: sent === undefined ? undefined : idempotencyKey('POST', orderFilesPath, sent),
          runId: deps.newId(),
          startedAt,
          actor: actorOf(request),
          requestId: request.id,
          name: asked.name?.trim(),
          notes,
        };
        reply.header('content-language', told);
        return submit(deps.later, task, { request, reply }, { notes });
      });
    } finally {
      leave();
    }
  };
}

/** Does `use` with a folder that is there as long as it takes. */
async function inFolder<Result>(root: string, use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(root, folderPrefix()));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same text for the same parameters, in whatever order they were sent. */
function inOrder(asked: OrderFilesQuery): string {
  return JSON.stringify(Object.entries(asked).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Writes the file down, whether it is the body or in a form; resolves with the form's other fields. */
async function spooled(request: FastifyRequest, reply: FastifyReply, spool: Spool): Promise<Field[]> {
  if (isForm(request)) return spoolForm(request, reply, spool);
  await spoolBody(request, reply, spool);
  return [];
}
