import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type Place } from '../../src/store/database.ts';
import type { Db } from '../../src/store/handle.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { StoreFault } from '../../src/store/pepper.ts';
import { openStore } from '../../src/store/store.ts';
import { seededBytes } from '../support/random.ts';
import { type EmptyStore, stores } from '../support/stores.ts';

const names = Object.keys(migrations);

describe.each(stores)('migrations on $name', ({ empty }) => {
  let own: EmptyStore;
  let place: Place;
  beforeEach(async () => {
    own = await empty();
    const { folder, databaseUrl: url } = own.place;
    place = url === undefined ? { file: `${folder}/clientele.db` } : { url };
  });
  afterEach(() => own.remove());

  const done = async (db: Db): Promise<string[]> => {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
    return rows.map(({ name }) => name);
  };
  const using = async <Result>(use: (db: Db) => Promise<Result>): Promise<Result> => {
    const db = await openDatabase(place);
    return use(db).finally(() => db.destroy());
  };

  test('of four that open an empty database at once each finds it ready, and every step was done once', async () => {
    const opened = await Promise.all([1, 2, 3, 4].map(() => openDatabase(place)));
    for (const db of opened) expect(await done(db)).toEqual(names);
    await Promise.all(opened.map((db) => db.destroy()));
  });

  test('one that fails leaves the database as it was, and the next start goes on from there', async () => {
    const last = names.at(-1) ?? '';
    const migration = migrations[last];
    if (migration === undefined) throw new Error('there is no migration');
    const whole = { ...migration };
    migrations[last] = {
      async up(db) {
        await whole.up(db);
        throw new Error('power cut');
      },
    };
    try {
      await expect(openDatabase(place)).rejects.toThrow('could not be brought up to date');
    } finally {
      migrations[last] = migration;
    }
    await using(async (db) => expect(await done(db)).toEqual(names));
  });

  test('what the first version stored is still there, and still verifies, after the upgrade', async () => {
    const store = await openStore({ ...own.place, now: Date.now, random: seededBytes(1) });
    const { apiId, secret } = await store.createTenant('Old');
    await store.close();
    // Back to the first version, as far as its tables go.
    await using(async (db) => {
      await db.transaction().execute(async (transaction) => {
        const migrator = new Migrator({ db: transaction, provider: { getMigrations: async () => migrations } });
        expect((await migrator.migrateTo(names[0] ?? '')).error).toBeUndefined();
      });
      expect(await done(db)).toEqual(names.slice(0, 1));
    });
    const upgraded = await openStore({ ...own.place, now: Date.now, random: seededBytes(2) });
    expect(await upgraded.verify(apiId, secret)).toMatchObject({ tenant: { apiId, name: 'Old' } });
    await upgraded.close();
  });

  test('a database of a later version is refused rather than misread', async () => {
    await using(async (db) => {
      await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01T00:00:00.000Z')`.execute(
        db,
      );
    });
    const refused = openDatabase(place);
    await expect(refused).rejects.toThrow(StoreFault);
    await expect(refused).rejects.toThrow(
      'could not be brought up to date: a later version has changed it already (9999-future). Use that version',
    );
  });
});

test.each(['mysql://root@localhost/db', 'localhost:5432', 'postgres://user:pa ss@[bad/db'])(
  'the database URL %j is refused without repeating it',
  async (url) => {
    const error = await openDatabase({ url }).catch((reason: unknown) => reason as Error);
    expect((error as Error).message).toMatch(/^DATABASE_URL is not of the form postgres:/);
    expect((error as Error).message).not.toContain(url);
  },
);
