import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OutgoingHttpHeaders } from 'node:http';

/**
 * How much of an unwanted body is taken in, and for how long, before the connection is cut. It is thrown away as it comes
 * and costs next to nothing; the bytes are enough for a body a little above the default limit, whose sender would
 * otherwise meet a broken pipe before it looks for the answer.
 */
const LINGER_BYTES = 64 * 1024 * 1024;
const LINGER_MS = 2_000;

/** Whether the request has a body that has not been read to its end. */
export function unreadBody({ raw }: FastifyRequest): boolean {
  const announced = raw.headers['transfer-encoding'] !== undefined || Number(raw.headers['content-length'] ?? 0) > 0;
  return announced && !raw.readableEnded;
}

/** A body so short is read off sooner than a caller who comes again makes another connection. */
const SHORT_BYTES = 1024 * 1024;

/**
 * Whether a refused caller may keep its connection: it is known, and its short body is on its way, of which nothing was read.
 * One that waits for "100 Continue" might send its next request in place of the body.
 */
export function mayStay({ raw, tenant }: FastifyRequest): boolean {
  const { 'transfer-encoding': encoding, 'content-length': length, expect } = raw.headers;
  const short = encoding === undefined && Number(length) <= SHORT_BYTES;
  return tenant !== null && short && expect === undefined && !raw.readableDidRead;
}

/** Answers a caller that may stay. Node throws its body away as it comes; what has not come in two seconds is not waited for. */
export function sendStaying(body: string, { raw }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const late = setTimeout(() => raw.destroy(), LINGER_MS);
  late.unref();
  raw.once('close', () => clearTimeout(late));
  return reply.send(body);
}

/**
 * Answers a caller that may still be uploading. The whole answer goes out at once, with Connection: close; the connection
 * is held until the body ended, that many bytes came, or two seconds passed. Cutting it with unread bytes in the kernel would
 * reset it, and the caller would see an error instead of the answer.
 */
export function sendLingering(body: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { raw } = request;
  reply.hijack().header('content-length', Buffer.byteLength(body));
  // Fastify types a header as anything Node takes; the ones set so far are texts and numbers.
  const headers = reply.getHeaders() as OutgoingHttpHeaders;
  reply.raw.writeHead(reply.statusCode, { ...headers, connection: 'close' });
  reply.raw.write(body);
  let taken = 0;
  const finish = (): void => {
    clearTimeout(timer);
    raw.off('data', take);
    reply.raw.end();
  };
  const take = (chunk: Uint8Array): void => {
    taken += chunk.length;
    if (taken > LINGER_BYTES) finish();
  };
  const timer = setTimeout(finish, LINGER_MS);
  timer.unref();
  raw.once('end', finish).once('close', finish).once('error', finish).on('data', take);
  raw.resume(); // reading may have stopped in the middle
  return reply;
}
