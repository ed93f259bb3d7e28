import { Command } from 'commander';
import { abilities as known, DEFAULT_ABILITY, LONGEST_TOKEN_DAYS } from '../contract/credentials.ts';
import { shownNewToken, shownToken } from '../http/credentials-json.ts';
import { atTerminal, type DataOptions, unknownTenant, withData } from './data-options.ts';
import { openStoreFor } from './data-folder.ts';
import { InputError } from './input-error.ts';
import { whole } from './numbers.ts';
import { day, minute, print, printJson, printTable } from './output/listing.ts';
import type { Settings } from './settings.ts';

interface CreateFlags extends DataOptions {
  readonly tenant?: string;
  readonly ability?: readonly string[];
  readonly expiresDays?: number;
  readonly name?: string;
}

/** `clientele token ...`. All of it works while the service runs on the same folder. */
export function tokenCommand(settings: Settings): Command {
  const command = new Command('token')
    .summary('make, list and revoke bearer tokens')
    .description('Bearer tokens sign requests to the customer-segmentation address, as Laravel Sanctum does.')
    .addHelpText('after', examples);
  withData(command.command('create'))
    .description('Make a token. Prints {id}|{token}, which is shown this once.')
    .option('--tenant <customer_api_id>', 'its tenant; left out, callers name one with X-Customer-Api-Id and X-Secret')
    .option('--ability <name...>', `what it may do: ${known.join(' or ')} (default ${DEFAULT_ABILITY})`)
    .option('--expires-days <number>', 'days until it ends (default: it does not)', whole(1, LONGEST_TOKEN_DAYS))
    .option('--name <text>', 'what it is for, shown in lists')
    .action((options: CreateFlags) => create(options, settings));
  withData(command.command('list'))
    .description('List tokens by id and last four characters.')
    .option('--tenant <customer_api_id>', 'those of one tenant')
    .action((options: CreateFlags) => list(options, settings));
  withData(command.command('revoke <id>'))
    .description('End a token now: the next request with it is refused.')
    .action((id: string, options: DataOptions) => revoke(id, options, settings));
  return command;
}

const examples = `
Examples:
  clientele token create --tenant TENANT                          may run segmentations for this tenant
  clientele token create --tenant TENANT --expires-days 90        ... for 90 days
  clientele token list --tenant TENANT                            ids, abilities, last use
  clientele token revoke 12                                       12 is the part of a token before the |
TENANT is the customer_api_id that clientele tenant list shows.
`;

async function create(options: CreateFlags, settings: Settings): Promise<void> {
  const { data, json, tenant = null, ability, expiresDays, name } = options;
  const unknown = ability?.find((one) => !known.some((each) => each === one));
  if (unknown !== undefined) throw new InputError(`There is no ability ${unknown}. There are: ${known.join(', ')}.`);
  const token = await openStoreFor(data, settings, (store) =>
    store.createToken({ tenant, abilities: ability, expiresDays, name }, atTerminal),
  );
  if (!token) throw unknownTenant(tenant ?? '');
  const shown = shownNewToken(token);
  if (json === true) return printJson(shown);
  print(`token ${shown.token}`);
  print(
    `\nThe token is shown this once${shown.expires_at === null ? '' : ` and expires on ${day(shown.expires_at)}`}.`,
  );
  print('Send it with every request, as Authorization: Bearer TOKEN');
}

async function list({ data, json, tenant }: CreateFlags, settings: Settings): Promise<void> {
  const rows = (await openStoreFor(data, settings, (store) => store.listTokens(tenant))).map(shownToken);
  if (json === true) return printJson(rows);
  if (rows.length === 0) return print('There are no tokens. Make one: clientele token create --tenant TENANT');
  const cells = rows.map((row) => [
    row.id,
    row.name,
    `...${row.last4}`,
    row.tenant ?? '-',
    row.abilities.join('\n'),
    row.state,
    day(row.expires_at),
    minute(row.last_used_at),
  ]);
  printTable(['id', 'name', 'token', 'tenant', 'abilities', 'state', 'expires', 'last used'], cells);
}

async function revoke(id: string, { data, json }: DataOptions, settings: Settings): Promise<void> {
  const done = await openStoreFor(data, settings, (store) => store.revokeToken(id, atTerminal));
  if (!done) throw new InputError(`There is no token ${id}. See them: clientele token list`);
  if (json === true) return printJson({ id, state: 'revoked' });
  print(`Token ${id} is refused from now on.`);
}
