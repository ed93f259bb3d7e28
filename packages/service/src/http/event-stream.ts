import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Refusal } from '../contract/errors.ts';
import { tenantOf } from './guard.ts';
import { goneSignal } from './plugins/caller-gone.ts';

export interface StreamedEvent {
  readonly event: string;
  readonly data: object;
}

/** Something is said so often, so that nobody between takes the connection for dead. */
const KEEP_ALIVE_MS = 15_000;
/** How soon a browser whose connection broke comes again. */
const RETRY_MS = 2_000;

/** Streams open by tenant, over all of its tasks. */
const open = new WeakMap<object, Map<string, number>>();

/**
 * Sends `events` as server-sent events until they end or their caller goes. Throws the Refusal TOO_MANY_STREAMS for a
 * tenant that follows as many as it may.
 */
export function streamEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  events: AsyncGenerator<StreamedEvent>,
): FastifyReply {
  const { gates } = request.server;
  const counts = open.get(gates) ?? new Map<string, number>();
  open.set(gates, counts);
  const tenant = tenantOf(request);
  const streams = counts.get(tenant) ?? 0;
  if (streams >= gates.settings.streams) throw new Refusal('TOO_MANY_STREAMS', { limit: gates.settings.streams });
  counts.set(tenant, streams + 1);

  const gone = goneSignal(reply);
  const lines = Readable.from(written(events, gone), { objectMode: false });
  reply.raw.once('close', () => {
    const left = (counts.get(tenant) ?? 1) - 1;
    if (left > 0) counts.set(tenant, left);
    else counts.delete(tenant);
    lines.destroy();
  });
  return reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('x-accel-buffering', 'no') // nginx would hold events back
    .send(lines);
}

async function* written(events: AsyncGenerator<StreamedEvent>, gone: AbortSignal): AsyncGenerator<string> {
  yield `retry: ${RETRY_MS}\n\n`;
  let next = events.next();
  while (!gone.aborted) {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<'silence'>((resolve) => {
      timer = setTimeout(() => resolve('silence'), KEEP_ALIVE_MS);
    });
    const heard = await Promise.race([next, silence]);
    clearTimeout(timer);
    if (heard === 'silence') yield ': still here\n\n';
    else if (heard.done) return;
    else {
      yield `event: ${heard.value.event}\ndata: ${JSON.stringify(heard.value.data)}\n\n`;
      next = events.next();
    }
  }
  await events.return(undefined);
}
