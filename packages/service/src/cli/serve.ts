import { Command, Option } from 'commander';
import { LONGEST_TOKEN_DAYS } from '../contract/credentials.ts';
import { type LogLevel, logLevels } from '../http/log-levels.ts';
import { DEFAULT_FOLDER, startServer } from '../http/server.ts';
import { type Protection, protectionDefaults } from '../http/limits/settings.ts';
import type { Retention } from '../http/upkeep.ts';
import { mendable, openStoreFor } from './data-folder.ts';
import { InputError } from './input-error.ts';
import { type Place, place, whole } from './numbers.ts';
import { serverCredentials } from './server-credentials.ts';
import type { Settings } from './settings.ts';
import { stopped } from './stopping.ts';
import { type UploadFlags, uploadsFrom, withUploads } from './upload-settings.ts';

interface ServeOptions extends UploadFlags {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly workers?: number;
  readonly threads?: number;
  readonly compute: boolean;
  readonly timeout?: number;
  readonly maxBodyMb?: number;
  readonly maxCustomers?: number;
  readonly ratePerMinute?: number;
  readonly concurrent?: number;
  readonly maxInFlightMb?: number;
  readonly databaseConnections?: number;
  readonly keepDataDays?: number;
  readonly keepResultsDays?: number;
  readonly tokenMaxAge?: number;
  readonly trustProxy?: readonly string[];
  readonly allowPrivateWebhooks?: boolean;
  readonly demo?: boolean;
  readonly metrics?: Place;
  readonly logLevel: LogLevel;
  readonly preStop?: number;
  readonly drain?: number;
}

/** A hundred years. */
const LONGEST_KEEPING = 36_500;

/** `clientele serve`: the HTTP service until SIGTERM or SIGINT. Its first line says where it listens. */
export function serveCommand(settings: Settings): Command {
  const command = new Command('serve')
    .summary('start the HTTP service')
    .description(
      'Starts the HTTP service. The first line it prints is "listening" and its address.\nMake a tenant first, or while it runs: clientele tenant create NAME',
    )
    .addOption(new Option('--port <number>', 'port; 0 takes a free one').default(8080).argParser(whole(0, 65_535)))
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--data <folder>',
      'folder for tenants and secrets, made when it is not there (not used with DATABASE_URL)',
      DEFAULT_FOLDER,
    )
    .option('--workers <number>', 'requests computed at the same time (default 1)', whole(1, 64))
    .option(
      '--threads <number>',
      'threads that compute one request together (default: one a core, at most 8)',
      whole(1, 64),
    )
    .option(
      '--no-compute',
      'leave what waits to "clientele worker" (with DATABASE_URL); requests that wait are answered',
    )
    .option('--timeout <seconds>', 'longest computation (default 300)', whole(1, 86_400))
    .option('--max-body-mb <number>', 'largest request body, decoded, in MiB (default 50)', whole(1, 1_024));
  return withUploads(command)
    .option('--max-customers <number>', 'most customers in a request (default 250000)', whole(2, 10_000_000))
    .option('--rate-per-minute <number>', 'segmentations of one tenant in any minute (default 50)', whole(1, 1_000_000))
    .option('--concurrent <number>', 'requests of one tenant worked on at the same time (default 2)', whole(1, 1_000))
    .option('--max-in-flight-mb <number>', 'bodies of all requests together, in MiB (default 128)', whole(1, 65_536))
    .option('--database-connections <number>', 'connections to DATABASE_URL at most (default 10)', whole(1, 1_000))
    .option(
      '--token-max-age <days>',
      'every bearer token ends at this age (default: by its own date)',
      whole(1, LONGEST_TOKEN_DAYS),
    )
    .option(
      '--keep-data-days <days>',
      'runs are deleted so long after their end (default 90)',
      whole(1, LONGEST_KEEPING),
    )
    .option(
      '--keep-results-days <days>',
      'ids of tasks are known for so long after their end (default 30)',
      whole(1, LONGEST_KEEPING),
    )
    .option('--trust-proxy <cidr...>', 'proxies whose X-Forwarded-For is believed, for example 10.0.0.0/8')
    .option('--allow-private-webhooks', 'let webhooks go to private networks, and by http')
    .option('--demo', 'let whoever opens the console look around as a tenant called Demo (this machine only)')
    .option(
      '--metrics <place>',
      'serve GET /metrics for Prometheus on this port, or host:port; the host is 127.0.0.1 unless named (default: off)',
      place,
    )
    .addOption(new Option('--log-level <level>', 'the least that is logged').choices(logLevels).default('info'))
    .option('--pre-stop <seconds>', 'serve on for so long after SIGTERM, not ready (default 0)', whole(0, 3_600))
    .option('--drain <seconds>', 'then let requests under way finish for so long (default 30)', whole(0, 86_400))
    .action(async (options: ServeOptions) => serve(options, settings));
}

async function serve(options: ServeOptions, settings: Settings): Promise<void> {
  const { port, host, data: folder, maxBodyMb, maxCustomers, demo } = options;
  if (demo === true && !/^(?:127\.0\.0\.1|::1|localhost)$/.test(host))
    throw new InputError(
      `--demo gives credentials to everybody who can reach the service, so it listens on this machine only: leave --host ${host} out.`,
    );
  if (!options.compute && !settings.databaseUrl)
    throw new InputError(
      '--no-compute needs DATABASE_URL: on a data folder nobody else can compute what waits. Leave it out, or share a PostgreSQL server.',
    );
  const server = await startServer({
    port,
    host,
    folder,
    pepper: settings.pepper,
    ...serverCredentials(settings),
    databaseUrl: settings.databaseUrl,
    databaseConnections: options.databaseConnections,
    tokenMaxAgeDays: options.tokenMaxAge,
    allowPrivateWebhooks: options.allowPrivateWebhooks,
    demo,
    workers: options.workers,
    threads: options.threads,
    compute: options.compute,
    warmUp: true,
    timeoutSeconds: options.timeout,
    bodyBytes: maxBodyMb === undefined ? undefined : maxBodyMb * 1024 * 1024,
    uploads: uploadsFrom(options, settings),
    customers: maxCustomers,
    protection: protectionOf(options),
    retention: retentionOf(options),
    trustedProxies: options.trustProxy,
    metrics: options.metrics,
    preStopSeconds: options.preStop,
    drainSeconds: options.drain,
    log: process.stderr,
    logLevel: options.logLevel,
  }).catch((error: NodeJS.ErrnoException & { port?: number }) => {
    if (error.syscall !== 'listen' && error.syscall !== 'getaddrinfo') throw mendable(error, folder) ?? error;
    const aside = options.metrics && error.port === options.metrics.port ? options.metrics : null;
    const taken = aside ? `${aside.host}:${aside.port}` : `${host}:${port}`;
    throw new InputError(
      `Cannot listen on ${taken} (${error.code ?? 'unknown'}). Choose another with ${aside ? '--metrics' : '--port or --host'}.`,
    );
  });
  // Before anybody is told that it listens: a signal that follows at once must find an orderly end.
  const end = stopped(server);
  if (demo !== true) await hintAtTenants(folder, settings);
  process.stdout.write(`listening ${server.url}\nreference ${server.url}/docs\n`);
  if (server.consoleUrl !== null) process.stdout.write(`console ${server.consoleUrl}\n`);
  if (server.metricsUrl !== null) process.stdout.write(`metrics ${server.metricsUrl}\n`);
  await end;
}

function retentionOf({ keepDataDays: data, keepResultsDays: results }: ServeOptions): Partial<Retention> {
  return { ...(data === undefined ? {} : { data }), ...(results === undefined ? {} : { results }) };
}

/** What the flags set; the rest stays as it is. */
function protectionOf({ ratePerMinute, concurrent, maxInFlightMb }: ServeOptions): Partial<Protection> {
  const { perMinute } = protectionDefaults;
  return {
    ...(ratePerMinute === undefined ? {} : { perMinute: { ...perMinute, segmentation: ratePerMinute } }),
    ...(concurrent === undefined ? {} : { running: concurrent }),
    ...(maxInFlightMb === undefined ? {} : { inFlightBytes: maxInFlightMb * 1024 * 1024 }),
  };
}

/** A service without tenants can answer nobody: says so. That it cannot be told is no reason not to serve. */
async function hintAtTenants(folder: string, settings: Settings): Promise<void> {
  const tenants = await openStoreFor(folder, settings, (store) => store.listTenants()).catch(() => null);
  if (tenants?.length === 0) process.stderr.write('There are no tenants yet. Make one: clientele tenant create NAME\n');
}
