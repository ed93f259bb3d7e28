import type { Transaction } from 'kysely';
import { appendAudit, type By } from './audit.ts';
import { rowsOf } from './database.ts';
import type { Db, Tables } from './handle.ts';
import { type Outside, tenantIdOf } from './tenants.ts';
import { iso } from './times.ts';

/** The names that people gave the segments of a run, by their ids. */
export type SegmentNames = Readonly<Record<string, string>>;

export interface Naming {
  /** Gives a run a name, or takes it away (null). False when there is no such run. */
  nameRun(apiId: string, id: string, name: string | null, by: By): Promise<boolean>;
  /** The same for a segment of a run. */
  nameSegment(apiId: string, id: string, named: { segment: number; name: string | null }, by: By): Promise<boolean>;
}

export function runNames(db: Db, { now }: Pick<Outside, 'now'>): Naming {
  /** Changes a run that nobody else changes meanwhile, and tells the audit log. */
  async function change(
    apiId: string,
    id: string,
    { by, details, set }: { by: By; details: Record<string, number>; set: (row: Held) => Partial<Held> },
  ): Promise<boolean> {
    return rowsOf(db, apiId)
      .transaction()
      .execute(async (transaction) => {
        const tenantId = (await tenantIdOf(transaction, apiId)) ?? -1;
        const own = () => ofTenant(transaction, id, tenantId);
        const row = await own()
          .set((all) => ({ fence: all.ref('fence') })) // changes nothing, and holds the row
          .returning(['name', 'segment_names'])
          .executeTakeFirst();
        if (!row) return false;
        await own().set(set(row)).execute();
        await appendAudit(transaction, iso(now()), { action: 'run.rename', by, tenant: apiId, object: id, details });
        return true;
      });
  }

  return {
    nameRun: (apiId, id, name, by) => change(apiId, id, { by, details: {}, set: () => ({ name }) }),

    nameSegment(apiId, id, { segment, name }, by) {
      const set = ({ segment_names: before }: Held): Partial<Held> => {
        const { [segment]: _, ...others } = segmentNamesIn(before);
        return { segment_names: writtenNames(name === null ? others : { ...others, [segment]: name }) };
      };
      return change(apiId, id, { by, details: { segment }, set });
    },
  };
}

type Held = Pick<Tables['runs'], 'name' | 'segment_names'>;

function ofTenant(transaction: Transaction<Tables>, id: string, tenantId: number) {
  return transaction.updateTable('runs').where('id', '=', id).where('tenant_id', '=', tenantId);
}

/** The names in a column. */
export function segmentNamesIn(column: string | null): SegmentNames {
  return column === null ? {} : (JSON.parse(column) as SegmentNames);
}

/** The same as a column; null without any. */
export function writtenNames(names: SegmentNames): string | null {
  return Object.keys(names).length === 0 ? null : JSON.stringify(names);
}
