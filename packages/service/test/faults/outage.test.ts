import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { halt, removeCluster, resume, startCluster } from '../support/postgres-cluster.ts';
import { emptyDatabase, sqlite, withUser } from '../support/stores.ts';
import { fill, mountSmall } from './small-disk.ts';
import { outage } from './outage.ts';

describe('a storage that is away while runs are submitted and computed', () => {
  test(
    'PostgreSQL stopped as by a power cut: 503 and nothing else, then everything is done, without a restart',
    { timeout: 300_000 },
    async () => {
      let cluster = await withUser(await startCluster(inject('postgresFolder')));
      onTestFinished(() => removeCluster(cluster));
      const own = await emptyDatabase(cluster);
      const report = await outage(own, {
        leave: async () => halt(cluster),
        comeBack: async () => void (cluster = resume(cluster)),
        awayMs: 4_000,
        reading: false,
      });
      expect(report.faults).toEqual([]);
      expect(report.answers['submit 503 STORAGE_UNAVAILABLE']).toBeGreaterThan(0);
    },
  );

  // A disk of its own takes the right to mount one.
  test.skipIf(!mountable())(
    'a disk that is full: 503, what is stored can be read, and it goes on when there is room',
    { timeout: 300_000 },
    async () => {
      const { place } = await sqlite.empty();
      const disk = mountSmall(place.folder);
      onTestFinished(() => {
        disk.unmount();
        rmSync(place.folder, { recursive: true });
      });
      let free = (): void => {};
      const report = await outage(
        { place, env: {}, remove: async () => {} },
        {
          leave: async () => void (free = fill(place.folder)),
          comeBack: async () => free(),
          awayMs: 3_000,
          reading: true,
        },
      );
      expect(report.faults).toEqual([]);
      expect(report.answers['submit 503 STORAGE_UNAVAILABLE']).toBeGreaterThan(0);
    },
  );
});

function mountable(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0;
}
