import { Command } from 'commander';
import { LONGEST_NAME } from '../contract/credentials.ts';
import { shownNewTenant, type shownSecret, shownTenant } from '../http/credentials-json.ts';
import { broughtId, broughtSecret } from './brought.ts';
import { atTerminal, type DataOptions, unknownTenant, withData } from './data-options.ts';
import { openStoreFor } from './data-folder.ts';
import { InputError } from './input-error.ts';
import { day, minute, print, printJson, printTable } from './output/listing.ts';
import type { Settings } from './settings.ts';

interface CreateFlags extends DataOptions {
  readonly secretStdin?: boolean;
  readonly apiId?: string;
}

/** `clientele tenant ...`. All of it works while the service runs on the same folder. */
export function tenantCommand(settings: Settings): Command {
  const command = new Command('tenant')
    .summary('make, list, switch off and delete tenants')
    .description('Tenants are who may use the service. All of this works while it runs.')
    .addHelpText('after', examples);
  withData(command.command('create <name>'))
    .description('Make a tenant. Prints its X-Customer-Api-Id and its X-Secret, which is shown this once.')
    .option('--secret-stdin', 'read a secret that it already has from standard input, instead of making one')
    .option('--api-id <uuid>', 'the id that it already has, instead of a new one', broughtId)
    .action((name: string, options: CreateFlags) => create(name, options, settings));
  withData(command.command('list'))
    .description('List tenants and the state of their secrets.')
    .action((options: DataOptions) => list(options, settings));
  withData(command.command('show <customer_api_id>'))
    .description('Show a tenant, and each of its secrets by key id and last four characters.')
    .action((apiId: string, options: DataOptions) => show(apiId, options, settings));
  withData(command.command('disable <customer_api_id>'))
    .description('Refuse the credentials of a tenant from its next request on. Nothing is lost; enable undoes it.')
    .action((apiId: string, options: DataOptions) => enable(apiId, false, options, settings));
  withData(command.command('enable <customer_api_id>'))
    .description('Accept the credentials of a disabled tenant again.')
    .action((apiId: string, options: DataOptions) => enable(apiId, true, options, settings));
  withData(command.command('delete <customer_api_id>'))
    .description('Delete a tenant with its secrets and tokens, for good. To refuse it for a while, use disable.')
    .action((apiId: string, options: DataOptions) => remove(apiId, options, settings));
  return command;
}

const examples = `
Examples:
  clientele tenant create "My shop"       prints the id and the secret, once
  clientele tenant create "My shop" --api-id 0b6f1f5e-7a3c-4d2b-9c1d-2f3e4a5b6c7d --secret-stdin < secret.txt
                                          what it has at another service works here too
  clientele tenant list --json            for scripts
  clientele tenant show 0b6f1f5e-7a3c-4d2b-9c1d-2f3e4a5b6c7d
                                          its secrets: which are in use, until when
  clientele secret rotate 0b6f1f5e-7a3c-4d2b-9c1d-2f3e4a5b6c7d
                                          a new secret, before the 90 days of the old one are over
`;

async function create(name: string, options: CreateFlags, settings: Settings): Promise<void> {
  const { data, json, apiId, secretStdin = false } = options;
  if (name.trim() === '' || name.length > LONGEST_NAME)
    throw new InputError(`The name of a tenant has 1 to ${LONGEST_NAME} characters.`);
  const brought = { apiId, secret: secretStdin ? await broughtSecret(process.stdin) : undefined };
  const tenant = await openStoreFor(data, settings, (store) => store.createTenant(name, brought, atTerminal));
  const { secret, ...shown } = shownNewTenant(tenant);
  // Who brought a secret has it; it need not be on a screen or in a log.
  if (json === true) return printJson(secretStdin ? shown : { ...shown, secret });
  print(`customer_api_id ${shown.customer_api_id}`);
  if (!secretStdin) print(`secret ${secret}`);
  const ends = `expires on ${day(shown.secret_expires_at)}`;
  print(
    secretStdin
      ? `\nThe secret that was read works from now on and ${ends}.`
      : `\nThe secret is shown this once and ${ends}.`,
  );
  print('Send both with every request, as X-Customer-Api-Id and X-Secret.');
  print(`Before it expires: clientele secret rotate ${shown.customer_api_id}`);
}

async function list({ data, json }: DataOptions, settings: Settings): Promise<void> {
  const rows = (await openStoreFor(data, settings, (store) => store.listTenants())).map(shownTenant);
  if (json === true) return printJson(rows);
  if (rows.length === 0) return print('There are no tenants yet. Make one: clientele tenant create NAME');
  const table = rows.map(({ name, customer_api_id, state, created_at, secrets }) => {
    const states = secrets.map(({ last4, expires_at, state: now }) => `...${last4} ${now}, until ${day(expires_at)}`);
    return [state === 'disabled' ? `${name} (disabled)` : name, customer_api_id, day(created_at), states.join('\n')];
  });
  printTable(['name', 'customer_api_id', 'created', 'secrets'], table);
}

async function show(apiId: string, { data, json }: DataOptions, settings: Settings): Promise<void> {
  const tenant = await openStoreFor(data, settings, (store) => store.showTenant(apiId));
  if (!tenant) throw unknownTenant(apiId);
  const shown = shownTenant(tenant);
  if (json === true) return printJson(shown);
  print(`name ${shown.name}\ncustomer_api_id ${shown.customer_api_id}\nstate ${shown.state}`);
  print(`created ${day(shown.created_at)}`);
  printTable(secretHead, shown.secrets.map(secretCells));
}

async function enable(apiId: string, enabled: boolean, { data, json }: DataOptions, settings: Settings): Promise<void> {
  const done = await openStoreFor(data, settings, (store) => store.setTenantEnabled(apiId, enabled, atTerminal));
  if (!done) throw unknownTenant(apiId);
  const state = enabled ? 'active' : 'disabled';
  if (json === true) return printJson({ customer_api_id: apiId.toLowerCase(), state });
  print(
    enabled
      ? `Tenant ${apiId} is active again.`
      : `Tenant ${apiId} is refused from now on. To undo it: clientele tenant enable ${apiId}`,
  );
}

async function remove(apiId: string, { data, json }: DataOptions, settings: Settings): Promise<void> {
  const done = await openStoreFor(data, settings, (store) => store.deleteTenant(apiId, atTerminal));
  if (!done) throw unknownTenant(apiId);
  if (json === true) return printJson({ customer_api_id: apiId.toLowerCase(), state: 'deleted' });
  print(`Tenant ${apiId} is deleted, with its secrets and tokens.`);
}

export const secretHead = ['key_id', 'secret', 'state', 'created', 'expires', 'last used'] as const;

/** A secret as a row of a table. */
export function secretCells(secret: ReturnType<typeof shownSecret>): string[] {
  const { key_id, last4, state, created_at, expires_at, last_used_at } = secret;
  return [key_id, `...${last4}`, state, day(created_at), minute(expires_at), minute(last_used_at)];
}
