import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_FOLDER, type RunningServer, startServer } from '../http/server.ts';
import { openStoreFor } from './data-folder.ts';
import { InputError } from './input-error.ts';
import type { Settings } from './settings.ts';

interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly data: string;
  readonly workers?: number;
  readonly threads?: number;
  readonly timeout?: number;
  readonly maxBodyMb?: number;
  readonly maxCustomers?: number;
}

/** `clientele serve`: the HTTP service until SIGTERM or SIGINT. Its first line says where it listens. */
export function serveCommand(settings: Settings): Command {
  return new Command('serve')
    .summary('start the HTTP service')
    .description(
      'Starts the HTTP service. The first line it prints is "listening" and its address.\nMake a tenant first, or while it runs: clientele tenant create NAME',
    )
    .addOption(new Option('--port <number>', 'port; 0 takes a free one').default(8080).argParser(whole(0, 65_535)))
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--data <folder>', 'folder for tenants and secrets, made when it is not there', DEFAULT_FOLDER)
    .option('--workers <number>', 'requests computed at the same time (default 1)', whole(1, 64))
    .option(
      '--threads <number>',
      'threads that compute one request together (default: one a core, at most 8)',
      whole(1, 64),
    )
    .option('--timeout <seconds>', 'longest computation (default 300)', whole(1, 86_400))
    .option('--max-body-mb <number>', 'largest request body, decoded, in MiB (default 50)', whole(1, 1_024))
    .option('--max-customers <number>', 'most customers in a request (default 250000)', whole(2, 10_000_000))
    .action(async (options: ServeOptions) => serve(options, settings));
}

async function serve(options: ServeOptions, { pepper }: Settings): Promise<void> {
  const { port, host, data: folder, maxBodyMb, maxCustomers } = options;
  await openStoreFor(folder, pepper, async (store) => {
    if ((await store.listTenants()).length === 0)
      process.stderr.write('There are no tenants yet. Make one: clientele tenant create NAME\n');
  });
  const server = await startServer({
    port,
    host,
    folder,
    pepper,
    workers: options.workers,
    threads: options.threads,
    warmUp: true,
    timeoutSeconds: options.timeout,
    bodyBytes: maxBodyMb === undefined ? undefined : maxBodyMb * 1024 * 1024,
    customers: maxCustomers,
    log: process.stderr,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.syscall !== 'listen' && error.syscall !== 'getaddrinfo') throw error;
    throw new InputError(
      `Cannot listen on ${host}:${port} (${error.code ?? 'unknown'}). Choose another with --port or --host.`,
    );
  });
  process.stdout.write(`listening ${server.url}\nreference ${server.url}/docs\n`);
  await stopped(server);
}

/** Resolves after an orderly shutdown; a second signal ends the process at once. */
function stopped(server: RunningServer): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(1);
      asked = true;
      server.close().then(resolve, reject);
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
  });
}

function whole(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
  };
}
