import { Command } from 'commander';
import { type DataOptions, withData } from './data-options.ts';
import { openStoreFor } from './data-folder.ts';
import { whole } from './numbers.ts';
import { print, printJson, printTable } from './output/listing.ts';
import type { Settings } from './settings.ts';

interface ListFlags extends DataOptions {
  readonly last: number;
}

/** `clientele audit ...`. All of it works while the service runs on the same folder. */
export function auditCommand(settings: Settings): Command {
  const command = new Command('audit')
    .summary('read and verify the audit log')
    .description(
      'Who did what to tenants, secrets and tokens. Every entry holds the hash of the one before, so that none can be changed or taken out unseen.',
    )
    .addHelpText('after', examples);
  withData(command.command('list'))
    .description('Show the last entries, latest first.')
    .option('--last <number>', 'how many', whole(1, 100_000), 50)
    .action((options: ListFlags) => list(options, settings));
  withData(command.command('verify'))
    .description('Follow the chain of hashes from the first entry to the last. Exit code 1 when it is broken.')
    .action((options: DataOptions) => verify(options, settings));
  return command;
}

const examples = `
Examples:
  clientele audit list --last 20
  clientele audit verify          note the hash it prints elsewhere: a later log must still hold it
`;

async function list({ data, json, last }: ListFlags, settings: Settings): Promise<void> {
  const entries = await openStoreFor(data, settings, (store) => store.listAudit(last));
  if (json === true) return printJson(entries.map(({ requestId, ...rest }) => ({ ...rest, request_id: requestId })));
  const cells = entries.map((entry) => [
    String(entry.seq),
    entry.at.slice(0, 19).replace('T', ' '),
    entry.actor,
    entry.outcome === 'done' ? entry.action : `${entry.action} (${entry.outcome})`,
    entry.tenant ?? '-',
    entry.object ?? '-',
  ]);
  printTable(['no.', 'UTC', 'who', 'did', 'tenant', 'object'], cells);
}

async function verify({ data, json }: DataOptions, settings: Settings): Promise<void> {
  const { entries, last, broken } = await openStoreFor(data, settings, (store) => store.verifyAudit());
  if (json === true) printJson({ entries, last, broken });
  if (broken)
    throw new Error(`The audit log is broken: entry ${broken.seq} is ${broken.reason}. ${entries} before it fit.`);
  if (json !== true)
    print(`The audit log is whole: ${entries} entries, the last is ${last.seq} with hash ${last.hash}`);
}
