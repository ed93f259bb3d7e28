import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Refusal } from '../contract/errors.ts';
import { refusalTable } from '../contract/refusal-table.ts';
import type { Deps } from './deps.ts';
import { openGates } from './limits/gates.ts';
import { answerErrors, answerParserErrors, rememberAnswer, sendRefusal } from './plugins/errors.ts';
import { commonHeaders } from './plugins/headers.ts';
import { idleLimit } from './plugins/idle.ts';
import { refuseWhileClosing } from './plugins/leaving.ts';
import { logAtEnd, loggerOptions, logRequests } from './plugins/logging.ts';
import { documentRoutes } from './plugins/openapi.ts';
import { requireOnce } from './plugins/once.ts';
import { requestId } from './plugins/request-id.ts';
import { traces } from './plugins/trace.ts';
import { auditRefusals } from './plugins/audit-refusals.ts';
import { admin } from './routes/admin.ts';
import { consoleRoutes } from './routes/console.ts';
import { customerRoutes, LONGEST_ID } from './routes/customers.ts';
import { customerSegmentation } from './routes/customer-segmentation.ts';
import { health } from './routes/health.ts';
import { orderFileRoute } from './routes/order-files.ts';
import { orders } from './routes/orders.ts';
import { purchasingSegmentation } from './routes/purchasing-segmentation.ts';
import { reference } from './routes/reference.ts';
import { ownCredentials } from './routes/own-credentials.ts';
import { rotateOwn } from './routes/rotate.ts';
import { changeRoutes } from './routes/change.ts';
import { renameRoutes } from './routes/rename.ts';
import { runRoutes } from './routes/runs.ts';
import { tasks } from './routes/tasks.ts';
import { tenantRoute } from './routes/tenant.ts';
import { usageRoute } from './routes/usage.ts';
import { webhooks } from './routes/webhooks.ts';

/** The HTTP app over its dependencies; it listens nowhere until asked to. */
export async function createApp(deps: Deps): Promise<FastifyInstance> {
  const gates = openGates(deps.protection, deps.limits.bodyBytes);
  const traceOf = traces(deps.newId);
  const app: FastifyInstance = fastify({
    ...loggerOptions(deps, traceOf),
    genReqId: requestId(deps.newId),
    requestIdHeader: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: LONGEST_ID },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestTimeout: gates.settings.requestMs,
    trustProxy: deps.trustedProxies && deps.trustedProxies.length > 0 ? [...deps.trustedProxies] : false,
    http: {
      headersTimeout: gates.settings.headersMs,
      connectionsCheckingInterval: gates.settings.lookMs,
      requireHostHeader: false, // Node would refuse without a body; requireHost does it in the contract's words
    },
    clientErrorHandler: answerParserErrors({
      newId: deps.newId,
      heard: (id, reason) => {
        app.log.info({ request_id: id, status: refusalTable[reason].status, refused: reason }, 'no request');
        deps.observer?.observeRefusal(reason);
      },
    }),
    frameworkErrors: (_error, request, reply) => {
      logAtEnd(request, reply, deps.observer);
      sendRefusal(new Refusal('MALFORMED_REQUEST'), request, reply);
    },
  });
  // Bodies are read by the routes themselves, whatever type they claim; schemas are for the reference only.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));

  app.server.on('request', rememberAnswer);
  // A caller that waits for "100 Continue" gets it when its body is wanted, not before its credentials are checked.
  // Any other expectation is ignored.
  for (const event of ['checkContinue', 'checkExpectation'])
    app.server.on(event, (request, response) => app.server.emit('request', request, response));
  app.decorate('gates', gates);
  app.decorateRequest('tenant', null);
  app.decorateRequest('keyId', null);
  app.decorateRequest('caller', null);
  app.decorateRequest('spent', null);
  app.decorateRequest('lease', null);
  logRequests(app, traceOf, deps.observer);
  app.addHook('onRequest', setCommonHeaders);
  app.addHook('onRequest', requireHost);
  app.addHook('onRequest', requireOnce);
  app.addHook('onSend', async ({ raw }) => idleLimit(raw, gates.settings.answerStallMs));
  refuseWhileClosing(app, deps);
  auditRefusals(app, deps);
  answerErrors(app);
  await documentRoutes(app);
  health(app, deps);
  purchasingSegmentation(app, deps);
  customerSegmentation(app, deps);
  orders(app, deps);
  orderFileRoute(app, deps);
  runRoutes(app, deps);
  changeRoutes(app, deps);
  renameRoutes(app, deps);
  customerRoutes(app, deps);
  tasks(app, deps);
  tenantRoute(app, deps);
  usageRoute(app, deps);
  rotateOwn(app, deps);
  ownCredentials(app, deps);
  webhooks(app, deps);
  admin(app, deps);
  reference(app);
  consoleRoutes(app, deps);
  return app;
}

async function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers(commonHeaders(request.id));
}

/** HTTP/1.1 demands the header Host. */
async function requireHost({ raw }: FastifyRequest): Promise<void> {
  if (raw.httpVersion === '1.1' && raw.headers.host === undefined) throw new Refusal('MALFORMED_REQUEST');
}
