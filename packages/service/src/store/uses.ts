import type { Db } from './handle.ts';
import { iso } from './times.ts';

/** Uses are noted once in this time. */
const USE_NOTED_MS = 60_000;

/**
 * Notes the use of a credential at most once a minute, beside the request; that it fails is no reason to refuse anybody.
 */
export async function noteUse(
  db: Db,
  table: 'secrets' | 'tokens',
  row: { readonly id: string; readonly last_used_at: string | null },
  time: number,
): Promise<void> {
  const before = iso(time - USE_NOTED_MS);
  if (row.last_used_at !== null && row.last_used_at > before) return;
  await db
    .updateTable(table)
    .set({ last_used_at: iso(time) })
    .where('id', '=', row.id)
    .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<=', before)]))
    .execute()
    .catch(() => {});
}
