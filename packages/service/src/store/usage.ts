import { type Expression, type SqlBool, sql } from 'kysely';
import { rowsOf } from './database.ts';
import type { Db } from './handle.ts';

/** What a tenant had computed on one day of UTC. */
export interface DayOfUse {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Runs that were asked for; choices among the candidates of one do not count. */
  readonly jobs: number;
  /** Those of them that failed. */
  readonly failed: number;
  /** Customers of those that are completed. */
  readonly customers: number;
}

export interface Usage {
  /** Days with at least one run, in order; both ends (YYYY-MM-DD) count. Runs that were deleted are not known any more. */
  usageOf(apiId: string, between: { readonly from: string; readonly to: string }): Promise<DayOfUse[]>;
}

export function usage(db: Db): Usage {
  return {
    async usageOf(apiId, { from, to }) {
      const day = sql<string>`substr(runs.created_at, 1, 10)`;
      return rowsOf(db, apiId)
        .selectFrom('runs')
        .innerJoin('tenants', 'tenants.id', 'runs.tenant_id')
        .select([
          day.as('day'),
          sql<number>`count(*)`.as('jobs'),
          sql<number>`sum(case when runs.state = 'failed' then 1 else 0 end)`.as('failed'),
          sql<number>`sum(coalesce(runs.customers, 0))`.as('customers'),
        ])
        .where('tenants.api_id', '=', apiId.toLowerCase())
        .where('runs.chosen_from', 'is', null)
        .where('runs.created_at', '>=', from)
        .where((where): Expression<SqlBool> => where(day, '<=', to))
        .groupBy(day)
        .orderBy('day')
        .execute();
    },
  };
}
