import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../contract/errors.ts';
import { productVersion } from '../../contract/version.ts';
import type { ConsoleFile } from '../console-files.ts';
import type { Deps } from '../deps.ts';

/** Addresses of pages: the console itself tells them apart. */
export const consolePages = [
  '/',
  '/sign-in',
  '/new',
  '/compare',
  '/settings',
  '/segmentations/:run',
  '/segmentations/:run/segments/:key',
] as const;

/** Nothing from elsewhere, nothing inside the page: a text that slipped through could neither run nor send. */
export const CONSOLE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const FOREVER = 'public, max-age=31536000, immutable';
/** Who asks under another name was led here by somebody else's; who comes through a proxy may be anybody. */
const ownNames = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Not documented: people open these, programs do not. */
const schema = { hide: true };

/** The console's page and its files, where it was built; and credentials to look around, where the service was started for that. */
export function consoleRoutes(app: FastifyInstance, { console: files, demo }: Deps): void {
  if (!files) return;
  for (const path of consolePages)
    app.get(path, { schema }, async (request, reply) =>
      send(
        files.page,
        request,
        reply.header('content-security-policy', CONSOLE_POLICY).header('referrer-policy', 'no-referrer'),
      ),
    );
  for (const [path, file] of files.assets)
    app.get(path, { schema }, async (request, reply) => send(file, request, reply.header('cache-control', FOREVER)));
  app.get('/console.json', { schema }, async () => ({ demo: demo !== undefined, version: productVersion }));
  if (!demo) return;
  app.post('/demo', { schema }, async ({ hostname, headers }) => {
    const through = headers['x-forwarded-for'] ?? headers.forwarded;
    if (!ownNames.has(hostname) || through !== undefined) throw new Refusal('NOT_FOUND');
    return { token: await demo() };
  });
}

function send({ type, bytes, packed }: ConsoleFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const takesPacked = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  void reply.header('content-type', type).header('vary', 'Accept-Encoding');
  return packed && takesPacked ? reply.header('content-encoding', 'gzip').send(packed) : reply.send(bytes);
}
