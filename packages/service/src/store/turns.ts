import type { Selectable, Transaction } from 'kysely';
import type { RunState } from '../contract/runs/run-states.ts';
import type { Db, Tables } from './handle.ts';

/** Bytes of a body that count as one in the turn of tenants: about a thousand customers. */
const COST_BYTES = 160_000;

/** What a run counts in the turn of tenants. */
export function costOf(body: readonly Uint8Array[]): number {
  return 1 + Math.floor(body.reduce((sum, block) => sum + block.length, 0) / COST_BYTES);
}

/**
 * Turns are given as in start-time fair queueing (Goyal, Vin and Cheng, SIGCOMM 1996): a run starts, in virtual time, when
 * the one before it of its tenant ends or, for a tenant that had none for long, now; the least start goes first. So a tenant
 * that queues hundreds waits behind itself, not others behind it. Now is the latest start of all that was begun, and never
 * goes back: not when a long run outlasts many that began after it, nor when all is done.
 */
export async function virtualTime(db: Db): Promise<number> {
  const of = (state: RunState, end: 'asc' | 'desc') =>
    db
      .selectFrom('runs')
      .select('virtual_start as start')
      .where('state', '=', state)
      .orderBy('virtual_start', end)
      .limit(1)
      .executeTakeFirst();
  const begun = await Promise.all([of('running', 'desc'), of('completed', 'desc'), of('failed', 'desc')]);
  const starts = begun.flatMap((row) => row?.start ?? []);
  return starts.length > 0 ? Math.max(...starts) : ((await of('queued', 'asc'))?.start ?? 0);
}

/** How many runs of a tenant wait, and where, in virtual time, its last one ends or ended. */
export async function ownQueue(rows: Transaction<Tables>, tenantId: number): Promise<{ waiting: number; end: number }> {
  const { waiting } = await rows
    .selectFrom('runs')
    .select((all) => all.fn.countAll<number>().as('waiting'))
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow();
  const last = await rows
    .selectFrom('runs')
    .select(['virtual_start', 'cost'])
    .where('tenant_id', '=', tenantId)
    .orderBy('virtual_start', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { waiting, end: last ? last.virtual_start + last.cost : 0 };
}

export async function nextInTurn(db: Db, runId: string | undefined, at: string) {
  const all = db
    .selectFrom('runs')
    .innerJoin('tenants', 'tenants.id', 'runs.tenant_id')
    .select(['runs.id', 'runs.fence', 'runs.attempts', 'runs.state', 'tenants.api_id']);
  if (runId !== undefined)
    return all.where('runs.id', '=', runId).where('runs.state', 'in', ['queued', 'running']).executeTakeFirst();
  return all
    .where('runs.state', '=', 'queued')
    .where((where) => where.or([where('runs.not_before', 'is', null), where('runs.not_before', '<=', at)]))
    .orderBy('runs.virtual_start')
    .orderBy('runs.created_at')
    .orderBy('runs.id')
    .limit(1)
    .executeTakeFirst();
}

/** Of all tenants: how many is no secret, whose they are is. */
export async function waitingBefore(
  db: Db,
  { virtual_start: start, created_at: at }: Pick<Selectable<Tables['runs']>, 'virtual_start' | 'created_at'>,
): Promise<number> {
  const { count } = await db
    .selectFrom('runs')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('state', '=', 'queued')
    .where((where) =>
      where.or([
        where('virtual_start', '<', start),
        where.and([where('virtual_start', '=', start), where('created_at', '<', at)]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return count;
}
