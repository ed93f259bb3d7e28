import { Command } from 'commander';
import { OVERLAP } from '../contract/credentials.ts';
import { shownRotation, shownSecret } from '../http/credentials-json.ts';
import { atTerminal, type DataOptions, unknownTenant, withData } from './data-options.ts';
import { openStoreFor } from './data-folder.ts';
import { InputError } from './input-error.ts';
import { whole } from './numbers.ts';
import { day, minute, print, printJson, printTable } from './output/listing.ts';
import type { Settings } from './settings.ts';
import { secretCells, secretHead } from './tenant.ts';

interface RotateFlags extends DataOptions {
  readonly overlap?: number;
  readonly force?: boolean;
}

/** `clientele secret ...`. All of it works while the service runs on the same folder. */
export function secretCommand(settings: Settings): Command {
  const command = new Command('secret')
    .summary('rotate, list and revoke the secrets of a tenant')
    .description(
      'Secrets sign requests (X-Secret) and end after 90 days. A tenant has at most two that work: the current one and, for a while, the one it replaced.',
    )
    .addHelpText('after', examples);
  withData(command.command('rotate <customer_api_id>'))
    .description('Make a new secret, shown this once. The one in use goes on working for the overlap, never longer.')
    .option(
      '--overlap <seconds>',
      `how long the one in use goes on working (default ${OVERLAP.default}, a day; 0 ends it now)`,
      whole(OVERLAP.minimum, OVERLAP.maximum),
    )
    .option('--force', 'rotate although an earlier one is still being replaced; that one ends now')
    .action((apiId: string, options: RotateFlags) => rotate(apiId, options, settings));
  withData(command.command('list <customer_api_id>'))
    .description('List the secrets of a tenant by key id and last four characters.')
    .action((apiId: string, options: DataOptions) => list(apiId, options, settings));
  withData(command.command('revoke <customer_api_id> <key_id>'))
    .description('End a secret now: the next request with it is refused.')
    .action((apiId: string, keyId: string, options: DataOptions) => revoke(apiId, keyId, options, settings));
  return command;
}

const examples = `
Examples:
  clientele secret rotate TENANT                  a new secret; the old one works for another day
  clientele secret rotate TENANT --overlap 0      the old one leaked: it ends now
  clientele secret list TENANT                    key ids, and when each was last used
  clientele secret revoke TENANT KEY_ID           end one of them
TENANT is the customer_api_id that clientele tenant list shows.
`;

async function rotate(apiId: string, options: RotateFlags, settings: Settings): Promise<void> {
  const { data, json, overlap: overlapSeconds, force } = options;
  const done = await openStoreFor(data, settings, (store) =>
    store.rotateSecret(apiId, { overlapSeconds, force }, atTerminal),
  );
  if (!done) throw unknownTenant(apiId);
  if (done.kind === 'in_progress')
    throw new InputError(
      `The secret with key id ${done.keyId} was replaced and still works until ${minute(done.until)}. Wait, or end it now with --force.`,
    );
  // The other outcomes need a request key or a secret that asks for itself.
  if (done.kind !== 'rotated') throw new Error(`unexpected outcome ${done.kind}`);
  const shown = shownRotation(apiId, done);
  if (json === true) return printJson(shown);
  print(`key_id ${shown.key_id}\nsecret ${shown.secret}`);
  print(`\nThe secret is shown this once and expires on ${day(shown.secret_expires_at)}.`);
  for (const { key_id, expires_at } of shown.replaced) print(`${key_id} works until ${minute(expires_at)}.`);
}

async function list(apiId: string, { data, json }: DataOptions, settings: Settings): Promise<void> {
  const secrets = await openStoreFor(data, settings, (store) => store.listSecrets(apiId));
  if (!secrets) throw unknownTenant(apiId);
  const shown = secrets.map(shownSecret);
  if (json === true) return printJson(shown);
  printTable(secretHead, shown.map(secretCells));
}

async function revoke(apiId: string, keyId: string, { data, json }: DataOptions, settings: Settings): Promise<void> {
  const done = await openStoreFor(data, settings, (store) => store.revokeSecret(apiId, keyId, atTerminal));
  if (!done)
    throw new InputError(
      `Tenant ${apiId} has no secret with key id ${keyId}. See them: clientele secret list ${apiId}`,
    );
  if (json === true) return printJson({ key_id: keyId.toLowerCase(), state: 'revoked' });
  print(`The secret with key id ${keyId} is refused from now on.`);
}
