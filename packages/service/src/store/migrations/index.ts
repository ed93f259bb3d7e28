import type { Migration } from 'kysely/migration';
import * as tenants from './0001-tenants.ts';
import * as credentials from './0002-credentials.ts';
import * as runs from './0003-runs.ts';
import * as webhooks from './0004-webhooks.ts';
import * as models from './0005-models.ts';
import * as parameters from './0006-parameters.ts';
import * as splits from './0007-splits.ts';
import * as names from './0008-names.ts';
import * as sizes from './0009-sizes.ts';
import * as notes from './0010-notes.ts';

/**
 * Every migration by its name; names sort in the order they run and never change once released. One only adds what the
 * version before can live without: on PostgreSQL services of that version go on beside the new one.
 */
export const migrations: Record<string, Migration> = {
  '0001-tenants': tenants,
  '0002-credentials': credentials,
  '0003-runs': runs,
  '0004-webhooks': webhooks,
  '0005-models': models,
  '0006-parameters': parameters,
  '0007-splits': splits,
  '0008-names': names,
  '0009-sizes': sizes,
  '0010-notes': notes,
};
