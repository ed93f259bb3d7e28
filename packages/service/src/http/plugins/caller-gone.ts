import type { FastifyReply } from 'fastify';

/** The caller closed the connection before its answer was ready. Nobody hears about it, and it is no fault. */
export class CallerGone extends Error {
  constructor() {
    super('The caller closed the connection.');
    this.name = 'CallerGone';
  }
}

/** Aborted, with a CallerGone, when the connection closes before the reply is out. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new CallerGone());
  });
  return gone.signal;
}
