import type { FastifyBaseLogger } from 'fastify';
import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { EXPIRY_WARNING_DAYS } from '../contract/credentials.ts';
import { jsonLimits } from '../contract/json/json.ts';
import { performing } from '../runs/perform.ts';
import { computePool, poolDefaults } from '../runs/pool.ts';
import { openQueue } from '../runs/queue/open.ts';
import type { QueueLog } from '../runs/queue/queue.ts';
import { lockFolder } from '../store/folder-lock.ts';
import { openStore, type Store } from '../store/store.ts';
import type { NewTenant } from '../store/tenants.ts';
import { createApp } from './app.ts';
import { productVersion } from '../contract/version.ts';
import { type Courier, startCourier } from '../webhooks/courier.ts';
import { post, systemLookup } from '../webhooks/post.ts';
import { calmClosing } from './closing.ts';
import { readConsole } from './console-files.ts';
import { demoTokens } from './demo.ts';
import { DEFAULT_BODY_BYTES } from './deps.ts';
import { keepHouse, type Retention, retentionDefaults } from './upkeep.ts';
import { type MetricsServer, serveMetrics } from './metrics-server.ts';
import type { Protection } from './limits/settings.ts';
import { requireFolder, type Uploads, uploadsOf } from './uploads.ts';
import type { LogLevel } from './log-levels.ts';
import { freeShare, healthOf } from './readiness.ts';

/** The data folder when none is named. */
export const DEFAULT_FOLDER = '.clientele';
/** Time that requests under way have to finish after a shutdown was asked for. */
const DRAIN_SECONDS = 30;

/** Who looks at stored runs: one thread, from the first look on. A look takes a second at the most. */
const readerOptions = { workers: 1, threads: 1, queue: 64, timeoutMs: 60_000, lazy: true };

export interface ServerOptions {
  /** 0 takes a free port. Default 8080. */
  readonly port?: number | undefined;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** The data folder. Default .clientele in the working directory. */
  readonly folder?: string | undefined;
  /** DATABASE_URL: a PostgreSQL server in place of the SQLite file of the data folder. */
  readonly databaseUrl?: string | undefined;
  /** Connections to that server at most. Default 10. */
  readonly databaseConnections?: number | undefined;
  /** The pepper of stored secrets; default the file `pepper` of the data folder. */
  readonly pepper?: string | undefined;
  /** Days after which every bearer token ends, whatever its own date says. Default: none. */
  readonly tokenMaxAgeDays?: number | undefined;
  /** Opens /admin to who sends it as X-Admin-Secret. Default: there is no /admin. */
  readonly adminSecret?: string | undefined;
  /** The tenant of bearer tokens that are bound to none, when their caller names none. */
  readonly serverCredentials?: { readonly apiId: string; readonly secret: string } | undefined;
  /** Requests computed at the same time. Default 1. */
  readonly workers?: number | undefined;
  /** Threads that compute one request together. Default as many as the machine has cores, at most 8. */
  readonly threads?: number | undefined;
  /** Whether runs that wait are computed by this process. Others on the same PostgreSQL database can. Default true. */
  readonly compute?: boolean | undefined;
  /** Compile the hot code at the start instead of at the first requests. Default false. */
  readonly warmUp?: boolean | undefined;
  /** Seconds a computation may take. Default 300. */
  readonly timeoutSeconds?: number | undefined;
  /** Bytes of a decoded body. Default 50 MiB. */
  readonly bodyBytes?: number | undefined;
  /** What files of orders may take; what is left out is as in `uploadsOf`. */
  readonly uploads?: Partial<Uploads> | undefined;
  /** Customers in one request. Default 250,000. */
  readonly customers?: number | undefined;
  /** Quotas, turns, memory for bodies and patience; what is left out is as in `protectionDefaults`. */
  readonly protection?: Partial<Protection> | undefined;
  /** Addresses (CIDR) of proxies whose X-Forwarded-For is believed. Default none. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Webhooks may go to private networks, and by http. Default false. */
  readonly allowPrivateWebhooks?: boolean | undefined;
  /** Hand a token of a tenant called Demo to whoever opens the console. Default false. */
  readonly demo?: boolean | undefined;
  /** Seconds to serve on after a shutdown was asked for, while /health/ready says 503. Default 0. */
  readonly preStopSeconds?: number | undefined;
  /** Then seconds that requests under way have to finish. Default 30. */
  readonly drainSeconds?: number | undefined;
  /** How long runs are kept; what is left out is as in `retentionDefaults`. */
  readonly retention?: Partial<Retention> | undefined;
  /** Where GET /metrics is served, apart from everything else. Default nowhere. */
  readonly metrics?: { readonly host: string; readonly port: number } | undefined;
  /** Takes lines of JSON: one a request, and faults. */
  readonly log?: { write(line: string): void } | undefined;
  /** The least level that is logged. Default info. */
  readonly logLevel?: LogLevel | undefined;
}

export interface RunningServer {
  /** Where it listens, for example http://127.0.0.1:8080. */
  readonly url: string;
  /** Where the metrics are, if anywhere. */
  readonly metricsUrl: string | null;
  /** Where the console is, if it was built. */
  readonly consoleUrl: string | null;
  readonly log: FastifyBaseLogger;
  /** Serves on for `preStopSeconds`, stops accepting, finishes requests under way, then frees everything. */
  close(): Promise<void>;
}

/** Opens the data folder, starts the compute threads and listens. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { port = 8080, host = '127.0.0.1', folder = DEFAULT_FOLDER, log } = options;
  const { allowPrivateWebhooks: allowPrivate = false } = options;
  const uploads = uploadsOf(options.uploads ?? {}, options.workers ?? poolDefaults.workers);
  requireFolder(uploads.folder);
  const { store, free: freeStore } = await openOwnStore(folder, options);
  const timeoutMs = options.timeoutSeconds === undefined ? poolDefaults.timeoutMs : options.timeoutSeconds * 1000;
  const pool = computePool({
    workers: options.workers ?? poolDefaults.workers,
    threads: options.threads ?? poolDefaults.threads,
    warmUp: options.warmUp ?? poolDefaults.warmUp,
    timeoutMs,
  });
  const reader = computePool(readerOptions);
  const limits = {
    ...jsonLimits,
    customers: options.customers ?? jsonLimits.customers,
    bodyBytes: options.bodyBytes ?? DEFAULT_BODY_BYTES,
  };
  const pages = readConsole();
  let leaving = false;
  const counted = options.metrics
    ? (await import('./plugins/metrics.ts')).metrics({
        pool: () => pool.status(),
        expiringSecrets: () => store.expiringSecrets(EXPIRY_WARNING_DAYS),
        tasks: () => store.countTasks(),
      })
    : undefined;
  const queueLog: QueueLog = {
    error: (facts, text) => app.log.error(facts, text),
    info: (facts, text) => app.log.info(facts, text),
  };
  const queue = await openQueue(
    { store, perform: performing({ pool, tasks: store, now: Date.now, limits, log: queueLog }), log: queueLog },
    { ...options, timeoutMs },
  ).catch(async (error: unknown) => {
    await pool.close();
    await freeStore();
    throw error;
  });
  const app = await createApp({
    verify: store.verify,
    verifyToken: (token) => store.verifyToken(token),
    serverCredentials: options.serverCredentials,
    administration: store,
    adminSecret: options.adminSecret,
    pool,
    reader,
    runs: store,
    later: { store, queue },
    uploads,
    webhooks: { store, allowPrivate, lookup: systemLookup },
    console: pages,
    demo: options.demo === true ? demoTokens(store, Date.now) : undefined,
    newId: randomUUID,
    limits,
    protection: options.protection ?? {},
    trustedProxies: options.trustedProxies ?? [],
    ...(log ? { log } : {}),
    ...(options.logLevel ? { logLevel: options.logLevel } : {}),
    health: healthOf({
      store: () => store.ping(),
      workers: () => pool.status().ready,
      disk: () => freeShare(options.databaseUrl ? '.' : folder),
      leaving: () => leaving,
    }),
    leaving: () => leaving,
    ...(counted ? { observer: counted } : {}),
  });
  const close = calmClosing(
    app,
    {
      preStopMs: (options.preStopSeconds ?? 0) * 1000,
      drainMs: (options.drainSeconds ?? DRAIN_SECONDS) * 1000,
    },
    async () => void (await Promise.all([pool.close(), reader.close()])),
  );
  const end = async (): Promise<void> => {
    leaving = true;
    app.log.info('leaving');
    // What computes for nobody who waits is given back at once; it is begun again by whoever comes next.
    await Promise.all([queue.stop(), close()]);
    await aside?.close();
    await Promise.all([pool.close(), reader.close()]);
    await upkeep?.stop();
    await courier?.stop();
    await freeStore();
    app.log.info('left');
  };
  let aside: MetricsServer | undefined;
  let upkeep: ReturnType<typeof keepHouse> | undefined;
  let courier: Courier | undefined;
  let ended: Promise<void> | undefined;
  const free = (): Promise<void> => (ended ??= end());
  try {
    if (counted && options.metrics) aside = await serveMetrics(counted, options.metrics);
    await app.listen({ port, host });
    await queue.start();
    upkeep = keepHouse(store, app.log, { ...retentionDefaults, ...options.retention });
    const sending = { allowPrivate, now: Date.now, userAgent: `Clientele/${productVersion}` };
    courier = startCourier(
      store,
      (claim) => post(claim, sending),
      (error) => app.log.error({ err: error }, 'webhooks could not be looked after'),
    );
  } catch (error) {
    await free();
    throw error;
  }
  const url = urlOf(app.server.address() as AddressInfo);
  return {
    url,
    consoleUrl: pages ? `${url}/` : null,
    metricsUrl: aside ? `${urlOf(aside.address)}/metrics` : null,
    log: app.log,
    close: free,
  };
}

/** The store, and for a data folder the lock that makes this process the only service on it. */
async function openOwnStore(
  folder: string,
  { databaseUrl, databaseConnections: connections, pepper, tokenMaxAgeDays }: ServerOptions,
): Promise<{ store: Store; free: () => Promise<void> }> {
  const lock = databaseUrl ? undefined : lockFolder(folder);
  try {
    const outside = { now: Date.now, random: randomBytes };
    const place = { folder, databaseUrl, connections, pepper, serving: true };
    const store = await openStore({ ...place, tokenMaxAgeDays, ...outside });
    return { store, free: () => store.close().finally(() => lock?.release()) };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** Adds a tenant to a data folder or database, also while a server uses it. The secret is told once. */
export async function createTenant(
  options: Pick<ServerOptions, 'folder' | 'databaseUrl' | 'pepper'> & { name: string },
): Promise<NewTenant> {
  const { folder = DEFAULT_FOLDER, databaseUrl, pepper, name } = options;
  const store = await openStore({ folder, databaseUrl, pepper, now: Date.now, random: randomBytes });
  try {
    return await store.createTenant(name);
  } finally {
    await store.close();
  }
}
