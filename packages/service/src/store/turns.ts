import { type Selectable, sql, type Transaction } from 'kysely';
import type { Db, Tables } from './database.ts';

/** Bytes of a body that count as one in the turn of tenants: about a thousand customers. */
const COST_BYTES = 160_000;

/** What a run counts in the turn of tenants. */
export function costOf(body: readonly Uint8Array[]): number {
  return 1 + Math.floor(body.reduce((sum, block) => sum + block.length, 0) / COST_BYTES);
}

/**
 * Turns are given as in start-time fair queueing: a run starts, in virtual time, when the one before it of its tenant
 * ends or, for a tenant that had none, now; the least start goes first. So a tenant that queues hundreds waits behind
 * itself, not others behind it. Now is the start of what is computed, or of what is next.
 */
export async function virtualTime(db: Db): Promise<number> {
  const { started, next } = await db
    .selectFrom('runs')
    .select([
      sql<number | null>`max(case when state = 'running' then virtual_start end)`.as('started'),
      sql<number | null>`min(case when state = 'queued' then virtual_start end)`.as('next'),
    ])
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirstOrThrow();
  return started ?? next ?? 0;
}

/** How many runs of a tenant wait, and where, in virtual time, its last one ends. */
export async function ownQueue(rows: Transaction<Tables>, tenantId: number): Promise<{ waiting: number; end: number }> {
  const { waiting, end } = await rows
    .selectFrom('runs')
    .select([
      sql<number | null>`sum(case when state = 'queued' then 1 else 0 end)`.as('waiting'),
      sql<number | null>`max(virtual_start + cost)`.as('end'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirstOrThrow();
  return { waiting: waiting ?? 0, end: end ?? 0 };
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
