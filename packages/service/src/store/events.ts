import type { Transaction } from 'kysely';
import type { RefusalData } from '../contract/errors.ts';
import { refusalTable } from '../contract/refusal-table.ts';
import type { TEST_EVENT, WebhookEvent } from '../contract/webhooks.ts';
import { appendAudit } from './audit.ts';
import type { Tables } from './handle.ts';
import { randomText } from './secrets.ts';
import type { Outside } from './tenants.ts';
import { iso } from './times.ts';

/** Messages that may wait for one webhook: a receiver that is away for days fills no disk. */
export const MOST_WAITING = 1_000;
const ID_LENGTH = 27;

/** Something that tenants are told of. `data` holds figures and ids, never customers and never secrets. */
export interface TenantEvent {
  readonly type: WebhookEvent | typeof TEST_EVENT;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Puts a message for every webhook of the tenant that wants it into the store, in the transaction of what it tells of: it is
 * sent when, and only when, that is committed. `only` is one webhook, also for an event that it did not ask for.
 */
export async function noteEvent(
  transaction: Transaction<Tables>,
  tenantId: number,
  { type, data }: TenantEvent,
  { now, random }: Outside,
  only?: string,
): Promise<string[]> {
  const at = iso(now());
  const open = await transaction
    .selectFrom('webhooks')
    .select(['id', 'events'])
    .where('tenant_id', '=', tenantId)
    .where('disabled_at', 'is', null)
    .execute();
  const wanted = open.filter(({ id, events }) =>
    only === undefined ? (JSON.parse(events) as string[]).includes(type) : id === only,
  );
  const payload = JSON.stringify({ type, timestamp: at, data });
  const ids: string[] = [];
  for (const { id: webhookId } of wanted) {
    if (await isFull(transaction, tenantId, webhookId, at)) continue;
    const id = `msg_${randomText(ID_LENGTH, random)}`;
    const row = { id, tenant_id: tenantId, webhook_id: webhookId, event: type, payload, created_at: at, next_at: at };
    await transaction
      .insertInto('deliveries')
      .values({ ...row, state: 'waiting' })
      .execute();
    ids.push(id);
  }
  return ids;
}

async function isFull(
  transaction: Transaction<Tables>,
  tenantId: number,
  webhookId: string,
  at: string,
): Promise<boolean> {
  const { waiting } = await transaction
    .selectFrom('deliveries')
    .select((all) => all.fn.countAll().as('waiting'))
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  if (Number(waiting) < MOST_WAITING) return false;
  await disableWebhook(transaction, { tenantId, webhookId, reason: 'full', at });
  return true;
}

/** Why the service stops sending to a webhook: it said so (410), it failed for days, or too much waits for it. */
export type DisableReason = 'gone' | 'failing' | 'full';

/** Nothing more is sent to a webhook; what waits for it is given up. */
export async function disableWebhook(
  transaction: Transaction<Tables>,
  { tenantId, webhookId, reason, at }: { tenantId: number; webhookId: string; reason: DisableReason; at: string },
): Promise<void> {
  await transaction
    .updateTable('webhooks')
    .set({ disabled_at: at, disabled_reason: reason })
    .where('id', '=', webhookId)
    .execute();
  await giveUpWaiting(transaction, webhookId);
  const { api_id } = await transaction
    .selectFrom('tenants')
    .select('api_id')
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow();
  const by = { actor: 'service' };
  await appendAudit(transaction, at, {
    action: 'webhook.disable',
    by,
    tenant: api_id,
    object: webhookId,
    details: { reason },
  });
}

export async function giveUpWaiting(transaction: Transaction<Tables>, webhookId: string): Promise<void> {
  await transaction
    .updateTable('deliveries')
    .set({ state: 'failed', last_error: 'disabled' })
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'waiting')
    .execute();
}

type RunRow = Pick<
  Tables['runs'],
  'id' | 'task_id' | 'contract' | 'previous_run_id' | 'customers' | 'algorithm' | 'n_clusters' | 'verdict'
>;

/** The columns that a run's events tell of. */
export const runEventColumns = [
  'id',
  'task_id',
  'contract',
  'previous_run_id',
  'customers',
  'algorithm',
  'n_clusters',
  'verdict',
] as const satisfies readonly (keyof RunRow)[];

export function runCompleted({ id, ...run }: RunRow, finishedAt: string): TenantEvent {
  return { type: 'run.completed', data: { run_id: id, ...run, finished_at: finishedAt } };
}

export function runFailed({ id, task_id, contract }: RunRow, error: RefusalData, finishedAt: string): TenantEvent {
  const code = error.issues[0]?.code ?? refusalTable[error.reason].code;
  return {
    type: 'run.failed',
    data: { run_id: id, task_id, contract, finished_at: finishedAt, error: { code } },
  };
}
