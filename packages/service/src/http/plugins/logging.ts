import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import type { Reason } from '../../contract/refusal-table.ts';
import type { Work } from '../../runs/stopwatch.ts';
import type { Deps } from '../deps.ts';
import { secretHeaders } from './credential-headers.ts';
import type { Observer } from './metrics.ts';
import { safeLine, toldError } from './scrub.ts';
import { type TraceOf, traceparent } from './trace.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What was computed for it, for its line in the log. */
    work: Work | null;
    /** Why it was refused. */
    refused: Reason | null;
  }
  interface FastifyContextConfig {
    /** Asked often by machines: its lines are of level debug. */
    quiet?: boolean;
  }
}

const unspeakable = [...secretHeaders, 'secret', 'token', 'password', 'pepper', 'body', 'data', 'payload'];

/** Lines of a log: one JSON object each, none of which tells a credential, a body or where a file is. */
export const ownLines = {
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (level: string) => ({ level }) },
  serializers: { err: (error: Error) => ({ ...toldError(error) }) },
  // Nothing here logs headers or bodies; should somebody start to, these stay out.
  redact: {
    paths: unspeakable.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.headers["${name}"]`]),
    censor: '[hidden]',
  },
};

/** Fastify's options for a log of one JSON object a line, none of which tells a credential, a body or an address. */
export function loggerOptions(deps: Pick<Deps, 'log' | 'logLevel'>, traceOf: TraceOf): FastifyServerOptions {
  const { log, logLevel = 'info' } = deps;
  if (!log) return { logger: false };
  return {
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    logger: {
      level: logLevel,
      stream: { write: (line: string) => log.write(safeLine(line)) },
      ...ownLines,
      serializers: {
        ...ownLines.serializers,
        req: ({ method, routeOptions }) => ({ method, route: routeOptions?.url }),
        res: ({ statusCode }) => ({ statusCode }),
      },
    },
    childLoggerFactory: (logger, bindings, options, raw) => {
      const { traceId, spanId, parentId } = traceOf(raw);
      const ids = { ...bindings, trace_id: traceId, span_id: spanId };
      return logger.child(parentId === null ? ids : { ...ids, parent_id: parentId }, options);
    },
  };
}

/** Writes one line when a request is over, answered or not, and counts it. Call it before every other hook. */
export function logRequests(app: FastifyInstance, traceOf: TraceOf, observer?: Observer): void {
  app.decorateRequest('work', null);
  app.decorateRequest('refused', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('traceparent', traceparent(traceOf(request.raw)));
    logAtEnd(request, reply, observer);
  });
}

/** Also for requests that reach no hook. */
export function logAtEnd(request: FastifyRequest, reply: FastifyReply, observer?: Observer): void {
  const begun = performance.now();
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    const ms = performance.now() - begun;
    const line = lineOf(request, reply, ms);
    const { method, work, refused } = request;
    observer?.observeRequest({ method, route: line.route, status: line.status, seconds: ms / 1000 });
    if (refused) observer?.observeRefusal(refused);
    if (work) observer?.observeWork(work);
    if (request.routeOptions.config.quiet === true) request.log.debug(line, 'request');
    else if (reply.statusCode >= 500) request.log.warn(line, 'request');
    else request.log.info(line, 'request');
  };
  // An answer that is out finishes; a caller that hangs up only closes.
  reply.raw.once('finish', end).once('close', end);
}

function lineOf(request: FastifyRequest, reply: FastifyReply, ms: number) {
  const { tenant, work, refused } = request;
  const { statusCode, writableFinished } = reply.raw;
  return {
    method: request.method,
    // The pattern, never the address: a query may hold anything.
    route: request.is404 ? null : (request.routeOptions.url ?? null),
    status: writableFinished ? statusCode : null,
    ms: Math.round(ms * 10) / 10,
    bytes_in: length(request.headers['content-length']),
    bytes_out: length(reply.getHeader('content-length')),
    rows: work?.rows ?? null,
    tenant: tenant?.apiId ?? null,
    language: reply.getHeader('content-language') ?? null,
    ...(refused ? { refused } : {}),
    ...(writableFinished ? {} : { caller_gone: true }),
  };
}

function length(header: unknown): number | null {
  return header === undefined ? null : Number(header);
}
