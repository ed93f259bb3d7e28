import { Command, Option } from 'commander';
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { jsonLimits } from '../contract/json/json.ts';
import { ownLines } from '../http/plugins/logging.ts';
import { type LogLevel, logLevels } from '../http/log-levels.ts';
import { performing } from '../runs/perform.ts';
import { computePool, poolDefaults } from '../runs/pool.ts';
import { openQueue } from '../runs/queue/open.ts';
import { openStore } from '../store/store.ts';
import { mendable } from './data-folder.ts';
import { InputError } from './input-error.ts';
import { whole } from './numbers.ts';
import type { Settings } from './settings.ts';
import { stopped } from './stopping.ts';

interface WorkerOptions {
  readonly workers?: number;
  readonly threads?: number;
  readonly timeout?: number;
  readonly maxCustomers?: number;
  readonly databaseConnections?: number;
  readonly logLevel: LogLevel;
}

const description = `Computes segmentations that wait on the PostgreSQL server of DATABASE_URL, until SIGTERM or SIGINT. Start as many as
there is work for, on any machines; they need DATABASE_URL and CLIENTELE_PEPPER of the service. What one gives up, or does
not end before it dies, another begins again.`;
const examples = `
Examples:
  clientele serve --no-compute        answer requests, and leave what waits to workers
  clientele worker --threads 4        a worker that computes with four threads
`;

/** `clientele worker`: computes what waits, without answering anybody. */
export function workerCommand(settings: Settings): Command {
  return new Command('worker')
    .summary('compute what waits, beside a service on PostgreSQL')
    .description(description)
    .option('--workers <number>', 'runs computed at the same time (default 1)', whole(1, 64))
    .option(
      '--threads <number>',
      'threads that compute one run together (default: one a core, at most 8)',
      whole(1, 64),
    )
    .option('--timeout <seconds>', 'longest computation (default 300)', whole(1, 86_400))
    .option('--max-customers <number>', 'most customers in a run (default 250000)', whole(2, 10_000_000))
    .option('--database-connections <number>', 'connections to DATABASE_URL at most (default 10)', whole(1, 1_000))
    .addOption(new Option('--log-level <level>', 'the least that is logged').choices(logLevels).default('info'))
    .addHelpText('after', examples)
    .action(async (options: WorkerOptions) => work(options, settings));
}

async function work(options: WorkerOptions, { databaseUrl, pepper }: Settings): Promise<void> {
  if (!databaseUrl)
    throw new InputError(
      'clientele worker needs DATABASE_URL, a PostgreSQL server that it shares with the service. On a data folder "clientele serve" computes by itself.',
    );
  const log = pino({ level: options.logLevel, ...ownLines }, process.stderr);
  const store = await openStore({
    folder: '.',
    databaseUrl,
    connections: options.databaseConnections,
    pepper,
    now: Date.now,
    random: randomBytes,
  }).catch((error: unknown) => {
    throw mendable(error, '.') ?? error;
  });
  const { workers = poolDefaults.workers, threads = poolDefaults.threads, timeout, maxCustomers } = options;
  const timeoutMs = timeout === undefined ? poolDefaults.timeoutMs : timeout * 1000;
  const pool = computePool({ workers, threads, timeoutMs, warmUp: true });
  const limits = { ...jsonLimits, customers: maxCustomers ?? jsonLimits.customers };
  const queue = await openQueue(
    { store, perform: performing({ pool, tasks: store, now: Date.now, limits, log }), log },
    { databaseUrl, workers, timeoutMs },
  );
  const end = stopped({
    log,
    async close() {
      log.info('leaving');
      await queue.stop();
      await pool.close();
      await store.close();
      log.info('left');
    },
  });
  await queue.start();
  process.stdout.write(`working, ${workers} at a time\n`);
  await end;
}
