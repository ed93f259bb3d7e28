import { Fault } from '@clientele/engine';
import { Command, CommanderError } from 'commander';
import { productVersion } from '../contract/version.ts';
import { auditCommand } from './audit.ts';
import { dotenv } from './dotenv.ts';
import { InputError } from './input-error.ts';
import { featuresCommand } from './features.ts';
import { loyaltyCommand } from './loyalty.ts';
import { rfmCommand } from './rfm.ts';
import { segmentCommand } from './segment.ts';
import { serveCommand } from './serve.ts';
import { refuseRepeats } from './once.ts';
import { runsCommand } from './runs.ts';
import { secretCommand } from './secret.ts';
import type { Settings } from './settings.ts';
import { localeLanguage } from './surroundings.ts';
import { tenantCommand } from './tenant.ts';
import { tokenCommand } from './token.ts';
import { webhookCommand } from './webhook.ts';
import { workerCommand } from './worker.ts';
import { scoreCommand } from './score.ts';
import { compareCommand } from './compare.ts';
import { cliSpeaker } from './words/words.ts';

/** The command as a whole: 0 is success, 2 is something to mend in the input, 1 is a fault of ours. */
async function main(): Promise<number> {
  try {
    await program(settingsFrom({ ...dotenv(), ...process.env })).parseAsync(process.argv);
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
    language: localeLanguage(locale),
  };
}

function program(settings: Settings): Command {
  const root = new Command('clientele')
    .description('Finds the natural groups among customers, says how far to trust them, and explains them.')
    .version(productVersion, '--version', 'print the version')
    .addCommand(segmentCommand({ language: settings.language, place: settings }))
    .addCommand(featuresCommand({ language: settings.language }))
    .addCommand(rfmCommand({ language: settings.language }))
    .addCommand(loyaltyCommand({ language: settings.language }))
    .addCommand(serveCommand(settings))
    .addCommand(runsCommand(settings))
    .addCommand(scoreCommand(settings))
    .addCommand(compareCommand(settings))
    .addCommand(workerCommand(settings))
    .addCommand(tenantCommand(settings))
    .addCommand(secretCommand(settings))
    .addCommand(tokenCommand(settings))
    .addCommand(webhookCommand(settings))
    .addCommand(auditCommand(settings))
    .addHelpText('after', examples);
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
