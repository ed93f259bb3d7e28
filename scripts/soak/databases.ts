import { removeCluster, startCluster } from '../../packages/service/test/support/postgres-cluster.ts';
import { type EmptyStore, emptyDatabase, sqlite, withUser } from '../../packages/service/test/support/stores.ts';

/** Does the same on an empty SQLite folder and on an empty PostgreSQL database of its own, half of the time until `until` on each. */
export async function onBothDatabases<Report>(
  until: number,
  use: (own: EmptyStore, until: number) => Promise<Report>,
): Promise<{ readonly SQLite: Report; readonly PostgreSQL: Report }> {
  const half = (performance.now() + until) / 2;
  const folder = await sqlite.empty();
  const first = await use(folder, half).finally(() => folder.remove());
  return { SQLite: first, PostgreSQL: await onPostgres((own) => use(own, until)) };
}

/** On an empty database of a PostgreSQL server of its own. */
export async function onPostgres<Report>(use: (own: EmptyStore) => Promise<Report>): Promise<Report> {
  const cluster = await withUser(await startCluster());
  try {
    const own = await emptyDatabase(cluster);
    return await use(own).finally(() => own.remove());
  } finally {
    removeCluster(cluster);
  }
}
