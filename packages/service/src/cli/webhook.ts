import { Command, Option } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { shortened } from '@clientele/engine';
import { productVersion } from '../contract/version.ts';
import { MOST_WEBHOOKS, type WebhookEvent, webhookEvents } from '../contract/webhooks.ts';
import { shownDelivery, shownNewWebhook, shownWebhook } from '../http/webhooks-json.ts';
import type { Delivery } from '../store/deliveries.ts';
import type { Store } from '../store/store.ts';
import { post, systemLookup } from '../webhooks/post.ts';
import { targetFault, type TargetFault } from '../webhooks/target.ts';
import { openStoreFor } from './data-folder.ts';
import { atTerminal, type DataOptions, unknownTenant, withData } from './data-options.ts';
import { InputError } from './input-error.ts';
import { minute, print, printJson, printTable } from './output/listing.ts';
import type { Settings } from './settings.ts';

interface TargetFlags extends DataOptions {
  readonly event?: readonly WebhookEvent[];
  readonly allowPrivateWebhooks?: boolean;
}

/** How often, and how far apart, it is looked whether a running service has sent a test message. */
const LOOKS = 80;
const LOOK_MS = 250;

/** `clientele webhook ...`. All of it works while the service runs on the same folder. */
export function webhookCommand(settings: Settings): Command {
  const command = new Command('webhook')
    .summary('tell a tenant of finished runs and ending secrets')
    .description(
      `Webhooks are addresses that the service sends messages to: ${webhookEvents.join(', ')}. Messages are signed by Standard Webhooks, and tried ten times over three days.`,
    )
    .addHelpText('after', examples);
  withPrivate(withData(command.command('add <customer_api_id> <url>')))
    .description('Add a webhook. Its signing secret is shown this once.')
    .addOption(new Option('--event <name...>', 'what to be told of (default: everything)').choices(webhookEvents))
    .action((apiId: string, url: string, options: TargetFlags) => add(apiId, url, options, settings));
  withData(command.command('list <customer_api_id>'))
    .description('List the webhooks of a tenant.')
    .action((apiId: string, options: DataOptions) => list(apiId, options, settings));
  withData(command.command('enable <customer_api_id> <id>'))
    .description('Send messages again to a webhook that was disabled.')
    .action((apiId: string, id: string, options: DataOptions) => enable(apiId, id, options, settings));
  withData(command.command('delete <customer_api_id> <id>'))
    .description('Remove a webhook; messages that wait for it are not sent.')
    .action((apiId: string, id: string, options: DataOptions) => remove(apiId, id, options, settings));
  withPrivate(withData(command.command('test <customer_api_id> <id>')))
    .description('Send a message of the event webhook.test now, and say what came of it.')
    .action((apiId: string, id: string, options: TargetFlags) => test(apiId, id, options, settings));
  return command;
}

const examples = `
Examples:
  clientele webhook add TENANT https://shop.example/hooks          everything, to this address
  clientele webhook add TENANT https://shop.example/hooks --event run.failed
  clientele webhook test TENANT ID                                 does it arrive?
TENANT is the customer_api_id that clientele tenant list shows.
`;

function withPrivate(command: Command): Command {
  return command.option('--allow-private-webhooks', 'allow a private network, and http');
}

async function add(apiId: string, url: string, options: TargetFlags, settings: Settings): Promise<void> {
  const { data, json, event: events, allowPrivateWebhooks: allowPrivate = false } = options;
  const fault = await targetFault(url, { allowPrivate, lookup: systemLookup });
  if (fault !== null) throw new InputError(targetWords(url, fault));
  const made = await openStoreFor(data, settings, (store) => store.addWebhook(apiId, { url, events }, atTerminal));
  if (made === null) throw unknownTenant(apiId);
  if (made === 'full')
    throw new InputError(`Tenant ${apiId} has ${MOST_WEBHOOKS} webhooks, the most it may have. Delete one first.`);
  if (json === true) return printJson(shownNewWebhook(made));
  print(`id     ${made.id}\nsecret ${made.secret}`);
  print('\nThe secret is shown this once. Try it: clientele webhook test');
}

function targetWords(url: string, fault: TargetFault): string {
  if (fault === 'credentials')
    return 'The URL has a user name or a password in it. Leave them out; messages are signed.';
  const why = {
    not_a_url: 'is no address. Write it as https://host/path',
    not_https: 'is not https. Messages are sent by https only, unless --allow-private-webhooks is given',
    private: 'is in a private network. Allow those with --allow-private-webhooks, here and with clientele serve',
    unknown: 'has a name that does not resolve',
  }[fault];
  return `${shortened(url, 200)} ${why}.`;
}

async function list(apiId: string, { data, json }: DataOptions, settings: Settings): Promise<void> {
  const hooks = await openStoreFor(data, settings, (store) => store.listWebhooks(apiId));
  if (!hooks) throw unknownTenant(apiId);
  const shown = hooks.map(shownWebhook);
  if (json === true) return printJson(shown);
  const cells = shown.map(({ id, url, events, state, disabled_reason: reason, failing_since: failing }) => [
    id,
    shortened(url, 60),
    events.join(' '),
    reason === null ? (failing === null ? state : `failing since ${minute(failing)}`) : `${state} (${reason})`,
  ]);
  printTable(['id', 'url', 'events', 'state'], cells);
}

async function enable(apiId: string, id: string, { data, json }: DataOptions, settings: Settings): Promise<void> {
  const done = await openStoreFor(data, settings, (store) =>
    store.changeWebhook(apiId, id, { enabled: true }, atTerminal),
  );
  if (!done) throw unknownWebhook(apiId, id);
  if (json === true) return printJson(shownWebhook(done));
  print(`Messages are sent to ${shortened(done.url, 200)} again.`);
}

async function remove(apiId: string, id: string, { data, json }: DataOptions, settings: Settings): Promise<void> {
  const done = await openStoreFor(data, settings, (store) => store.deleteWebhook(apiId, id, atTerminal));
  if (!done) throw unknownWebhook(apiId, id);
  if (json === true) return printJson({ id: id.toLowerCase(), deleted: true });
  print(`The webhook ${id} is removed.`);
}

async function test(apiId: string, id: string, options: TargetFlags, settings: Settings): Promise<void> {
  const { data, json, allowPrivateWebhooks: allowPrivate = false } = options;
  const delivery = await openStoreFor(data, settings, async (store) => {
    const hook = await store.showWebhook(apiId, id);
    if (!hook) throw unknownWebhook(apiId, id);
    const message = await store.testWebhook(apiId, id);
    if (message === null)
      throw new InputError(`This webhook is disabled. Enable it: clientele webhook enable ${apiId} ${id}`);
    const [claim] = await store.claimDeliveries(1, message);
    const sending = { allowPrivate, now: Date.now, userAgent: `Clientele/${productVersion}` };
    if (claim) await store.settleDelivery(claim, await post(claim, sending));
    return attempted(store, { apiId, hook: hook.id, message });
  });
  if (json === true) printJson(shownDelivery(delivery));
  const { state, lastStatus, lastError } = delivery;
  const what = lastStatus === null ? (lastError ?? 'not sent yet') : `answered ${lastStatus}`;
  if (state !== 'delivered')
    throw new InputError(
      `The message did not arrive: ${what}. Unless the webhook is deleted or disabled, it is tried again.`,
    );
  if (json !== true) print(`The message ${delivery.id} has arrived: ${what}.`);
}

/** The message once somebody has tried to send it: a service that runs on the same folder may be faster. */
async function attempted(
  store: Pick<Store, 'listDeliveries'>,
  { apiId, hook, message }: { apiId: string; hook: string; message: string },
): Promise<Delivery> {
  for (let looks = 0; ; looks++) {
    const delivery = (await store.listDeliveries(apiId, hook, 50)).find((each) => each.id === message);
    if (!delivery) throw unknownWebhook(apiId, hook);
    if (delivery.lastAt !== null || looks === LOOKS) return delivery;
    await sleep(LOOK_MS);
  }
}

function unknownWebhook(apiId: string, id: string): InputError {
  return new InputError(`Tenant ${apiId} has no webhook ${id}. See them: clientele webhook list ${apiId}`);
}
