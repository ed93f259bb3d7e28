import { Fault } from '@clientele/engine';
import { Command, CommanderError } from 'commander';
import { productVersion } from '../contract/version.ts';
import { dotenv } from './dotenv.ts';
import { InputError } from './input-error.ts';
import { refuseRepeats } from './once.ts';
import type { Settings } from './settings.ts';
import { localeLanguage } from './surroundings.ts';
import { cliSpeaker } from './words/words.ts';

/** The command as a whole: 0 is success, 2 is something to mend in the input, 1 is a fault of ours. */
async function main(): Promise<number> {
  try {
    const { argv, env } = process;
    await (await program(settingsFrom({ ...dotenv(), ...env }), argv[2])).parseAsync(argv);
    return 0;
  } catch (error) {
    // Commander has said what was wrong by itself; asking for help is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const mendable = error instanceof InputError || error instanceof Fault;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`clientele: ${message.replaceAll('\n', ' ')}\n`);
    return mendable ? 2 : 1;
  }
}

function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '');
  return {
    pepper: env['CLIENTELE_PEPPER'],
    databaseUrl: env['DATABASE_URL'],
    adminSecret: env['CLIENTELE_ADMIN_SECRET'],
    customerApiId: env['CLIENTELE_CUSTOMER_API_ID'],
    secret: env['CLIENTELE_SECRET'],
    maxUploadMb: env['CLIENTELE_MAX_UPLOAD_MB'],
    ordersMemoryMb: env['CLIENTELE_ORDERS_MEMORY_MB'],
    ordersThreads: env['CLIENTELE_ORDERS_THREADS'],
    ordersFolder: env['CLIENTELE_ORDERS_FOLDER'],
    language: localeLanguage(locale),
  };
}

/**
 * Loaded when they are called: what the others need, such as DuckDB, would double the time until the service listens. In
 * the order of the help.
 */
const commands: Readonly<Record<string, (settings: Settings) => Promise<Command>>> = {
  segment: async (place) => (await import('./segment.ts')).segmentCommand({ language: place.language, place }),
  features: async ({ language }) => (await import('./features.ts')).featuresCommand({ language }),
  rfm: async ({ language }) => (await import('./rfm.ts')).rfmCommand({ language }),
  loyalty: async ({ language }) => (await import('./loyalty.ts')).loyaltyCommand({ language }),
  serve: async (settings) => (await import('./serve.ts')).serveCommand(settings),
  runs: async (settings) => (await import('./runs.ts')).runsCommand(settings),
  score: async (settings) => (await import('./score.ts')).scoreCommand(settings),
  compare: async (settings) => (await import('./compare.ts')).compareCommand(settings),
  worker: async (settings) => (await import('./worker.ts')).workerCommand(settings),
  tenant: async (settings) => (await import('./tenant.ts')).tenantCommand(settings),
  secret: async (settings) => (await import('./secret.ts')).secretCommand(settings),
  token: async (settings) => (await import('./token.ts')).tokenCommand(settings),
  webhook: async (settings) => (await import('./webhook.ts')).webhookCommand(settings),
  audit: async (settings) => (await import('./audit.ts')).auditCommand(settings),
};

/** The command that is `called`, or all of them where it is none: help and complaints name them. */
async function program(settings: Settings, called = ''): Promise<Command> {
  const known = Object.hasOwn(commands, called);
  const wanted = Object.entries(commands).filter(([name]) => !known || name === called);
  const loaded = await Promise.all(wanted.map(([, load]) => load(settings)));
  const root = new Command('clientele')
    .description('Finds the natural groups among customers, says how far to trust them, and explains them.')
    .version(productVersion, '--version', 'print the version')
    .addHelpText('after', examples);
  for (const command of loaded) root.addCommand(command);
  for (const command of [root, ...root.commands, ...root.commands.flatMap((each) => each.commands)]) {
    command.exitOverride().configureOutput({ outputError: (text, write) => write(oneLine(text)) });
    refuseRepeats(command, cliSpeaker(settings.language));
  }
  return root;
}

/** Commander's complaint as every other: one line with the command's name. */
function oneLine(text: string): string {
  return `clientele: ${text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ')} See clientele --help.\n`;
}

const examples = `
Examples:
  clientele segment customers.csv                 segment a file, read the result here
  clientele segment --orders orders.csv           the same, straight from orders
  clientele score RUN new.csv                     give new customers the segments of a stored run
  clientele tenant create "My shop"               make a tenant for the service
  clientele secret rotate TENANT                  renew its secret, without a pause
  clientele token create --tenant TENANT          a bearer token for it
  clientele serve --port 8080                     answer POST /api/v1/ai/purchasing_segmentation
  clientele serve --help                          what a command takes
`;

// A reader that has seen enough, such as head, closes the pipe: no fault of anybody.
process.stdout.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') process.stderr.write(`clientele: ${cliSpeaker('en')('stdout_broken', { code })}\n`);
  process.exit(code === 'EPIPE' ? 0 : 1);
});
process.exitCode = await main();
