import type { Kysely } from 'kysely';
import type { RunTables } from './run-tables.ts';
import type { CredentialTables } from './tables.ts';
import type { WebhookTables } from './webhook-tables.ts';

export type Tables = CredentialTables & RunTables & WebhookTables;

/** Every query that fails because the database is away rejects with StorageAway, and may be tried again. */
export type Db = Kysely<Tables>;
