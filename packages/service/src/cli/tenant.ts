import Table from 'cli-table3';
import { Command } from 'commander';
import { DEFAULT_FOLDER } from '../http/server.ts';
import { openStoreFor } from './data-folder.ts';
import { InputError } from './input-error.ts';
import type { Settings } from './settings.ts';

interface TenantOptions {
  readonly data: string;
  readonly json?: boolean;
}
const LONGEST_NAME = 200;

/** `clientele tenant create` and `clientele tenant list`. Both work while the service runs on the same folder. */
export function tenantCommand(settings: Settings): Command {
  const command = new Command('tenant')
    .summary('make and list tenants')
    .description('Tenants are who may use the service. Both commands work while it runs.');
  command
    .command('create <name>')
    .description('Make a tenant. Prints its X-Customer-Api-Id and its X-Secret, which is shown this once.')
    .option('--data <folder>', 'the data folder of the service', DEFAULT_FOLDER)
    .option('--json', 'print JSON')
    .action((name: string, options: TenantOptions) => create(name, options, settings));
  command
    .command('list')
    .description('List tenants and the state of their secrets.')
    .option('--data <folder>', 'the data folder of the service', DEFAULT_FOLDER)
    .option('--json', 'print JSON')
    .action((options: TenantOptions) => list(options, settings));
  return command;
}

async function create(name: string, { data, json }: TenantOptions, { pepper }: Settings): Promise<void> {
  if (name.trim() === '' || name.length > LONGEST_NAME)
    throw new InputError(`The name of a tenant has 1 to ${LONGEST_NAME} characters.`);
  const tenant = await openStoreFor(data, pepper, (store) => store.createTenant(name));
  const shown = {
    name: tenant.name,
    customer_api_id: tenant.apiId,
    secret: tenant.secret,
    secret_expires_at: tenant.secretExpiresAt,
  };
  if (json === true) return print(JSON.stringify(shown));
  print(`customer_api_id ${shown.customer_api_id}`);
  print(`secret ${shown.secret}`);
  print(`\nThe secret is shown this once and expires on ${shown.secret_expires_at.slice(0, 10)}.`);
  print('Send both with every request, as X-Customer-Api-Id and X-Secret.');
}

async function list({ data, json }: TenantOptions, { pepper }: Settings): Promise<void> {
  const tenants = await openStoreFor(data, pepper, (store) => store.listTenants());
  const rows = tenants.map(({ name, apiId, createdAt, secrets }) => ({
    name,
    customer_api_id: apiId,
    created_at: createdAt,
    secrets: secrets.map(({ last4, expiresAt, state }) => ({ last4, expires_at: expiresAt, state })),
  }));
  if (json === true) return print(JSON.stringify(rows));
  if (rows.length === 0) return print('There are no tenants yet. Make one: clientele tenant create NAME');
  const table = new Table({ head: ['name', 'customer_api_id', 'created', 'secrets'], style: { head: [], border: [] } });
  for (const { name, customer_api_id, created_at, secrets } of rows) {
    const states = secrets.map(
      ({ last4, expires_at, state }) => `...${last4} ${state}, until ${expires_at.slice(0, 10)}`,
    );
    table.push([name, customer_api_id, created_at.slice(0, 10), states.join('\n')]);
  }
  print(table.toString());
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
