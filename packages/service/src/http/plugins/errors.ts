import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  errorBody,
  type ErrorShape,
  problemBody,
  Refusal,
  type RefusalData,
  retryAfter,
} from '../../contract/errors.ts';
import { type Reason, refusalTable } from '../../contract/refusal-table.ts';
import { DEFAULT_LANGUAGE, negotiate } from '../../contract/language.ts';
import type { Deps } from '../deps.ts';
import { CallerGone } from './caller-gone.ts';
import { commonHeaders } from './headers.ts';
import { mayStay, sendLingering, sendStaying, unreadBody } from './lingering.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whose error bodies the route answers with. Default purchasing. */
    errors?: ErrorShape;
  }
}

const PROBLEM = 'application/problem+json';

/** Every error of the app becomes the contract's error body; nothing of a bug but its request id is told. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof CallerGone) return reply.hijack();
    return sendRefusal(toRefusal(error, request), request, reply);
  });
  const methodsAt = routesOf(app);
  app.setNotFoundHandler((request, reply) => sendRefusal(nothingHere(methodsAt, request), request, reply));
}

const methods: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The methods at an address, of the routes that are added from now on. An address is a caller's text: never a pattern. */
function routesOf(app: FastifyInstance): (path: string) => HTTPMethods[] {
  const routes: { readonly shape: RegExp; readonly served: readonly HTTPMethods[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    const escaped = url.replace(/\/$/, '').replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
    const shape = new RegExp(`^${escaped.replaceAll(/:\w+/g, '[^/]+').replaceAll('*', '.*')}$`);
    routes.push({ shape, served: Array.isArray(method) ? method : [method] });
  });
  return (path) => {
    const served = new Set(routes.filter(({ shape }) => shape.test(path)).flatMap((route) => route.served));
    return methods.filter((name) => served.has(name));
  };
}

/** 405 where the address exists with another method, else 404. */
function nothingHere(methodsAt: (path: string) => HTTPMethods[], { url, method }: FastifyRequest): Refusal {
  const allowed = methodsAt(url.replace(/[?#].*$/, '').replace(/\/$/, ''));
  if (allowed.length === 0) return new Refusal('NOT_FOUND');
  return new Refusal('METHOD_NOT_ALLOWED', { method, allow: allowed.join(', ') });
}

/** An error as a Refusal; whatever is not one already is a bug, and logged. */
function toRefusal(error: unknown, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error;
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status >= 400 && status < 500) return new Refusal('MALFORMED_REQUEST');
  request.log.error({ err: error }, 'request failed');
  return new Refusal('INTERNAL');
}

/** Sends the error body of `refusal` in the caller's language, as a problem of RFC 9457 where Accept names those. */
export function sendRefusal(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = refusal.language ?? negotiate(request.headers['accept-language']) ?? DEFAULT_LANGUAGE;
  const { status } = refusalTable[refusal.data.reason];
  const plain = errorBody(refusal.data, language, request.id, request.routeOptions.config.errors);
  const asProblem = wantsProblem(request.headers.accept);
  const body = JSON.stringify(asProblem ? problemBody(plain, status) : plain);
  request.refused = refusal.data.reason;
  // What the service could not or would not do costs its caller nothing.
  if (status === 429 || status === 503) request.spent?.giveBack();
  reply
    .code(status)
    .headers(commonHeaders(request.id))
    .header('content-type', `${asProblem ? PROBLEM : 'application/json'}; charset=utf-8`)
    .header('content-language', language)
    .headers(refusalHeaders(refusal.data))
    .headers(request.spent?.headers() ?? {});
  if (!unreadBody(request)) return reply.send(body);
  return mayStay(request) ? sendStaying(body, request, reply) : sendLingering(body, request, reply);
}

/** Whether an Accept header names problems, and not with q=0. Wildcards mean plain JSON. */
function wantsProblem(accept: string | undefined): boolean {
  const ranges = (accept ?? '').split(',').map((range) => range.toLowerCase().replaceAll(/\s/g, ''));
  return ranges.some((range) => range.split(';')[0] === PROBLEM && !/;q=0(\.0*)?(;|$)/.test(range));
}

function refusalHeaders(refusal: RefusalData): Record<string, string> {
  const seconds = retryAfter(refusal);
  const { reason, values } = refusal;
  return {
    ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
    ...(reason === 'METHOD_NOT_ALLOWED' ? { allow: String(values['allow']) } : {}),
    ...(reason === 'UNKNOWN_ENCODING' ? { 'accept-encoding': 'gzip, deflate, br' } : {}),
  };
}

/** The answer that each connection gave last, or is giving. */
const latest = new WeakMap<Duplex, ServerResponse>();

/** To be called for every request that reaches the app. */
export function rememberAnswer({ socket }: IncomingMessage, response: ServerResponse): void {
  latest.set(socket, response);
}

/** Whether the connection has said its last word: more bytes would be read as part of the answer, or as a second one. */
function hasSpoken(socket: Duplex): boolean {
  const response = latest.get(socket);
  return response !== undefined && response.headersSent && !(response.writableFinished && response.shouldKeepAlive);
}

/** Requests that Node's parser gives up on never reach the app: their answer is written on the socket by hand. */
export function answerParserErrors({
  newId,
  heard,
}: Pick<Deps, 'newId'> & {
  /** Hears of every refusal. */
  readonly heard?: (id: string, reason: Reason) => void;
}) {
  return (error: NodeJS.ErrnoException, socket: Duplex): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    if (hasSpoken(socket)) return void socket.end();
    const reason =
      error.code === 'HPE_HEADER_OVERFLOW'
        ? 'HEADERS_TOO_LARGE'
        : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
          ? 'REQUEST_TIMEOUT'
          : 'MALFORMED_REQUEST';
    const id = newId();
    heard?.(id, reason);
    const body = JSON.stringify(errorBody(new Refusal(reason).data, DEFAULT_LANGUAGE, id));
    const { status } = refusalTable[reason];
    const headers: Record<string, string> = {
      ...commonHeaders(id),
      'content-type': 'application/json; charset=utf-8',
      'content-language': DEFAULT_LANGUAGE,
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n'));
  };
}
