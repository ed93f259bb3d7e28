import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Language, Segmentation } from '@clientele/engine';
import type { FileNote } from '../contract/orders/order-files.ts';
import type { Changes } from '../runs/changes.ts';
import type { TimeSplit } from '../orders/time-check.ts';
import { type Identified, withIdentity } from '../runs/previous.ts';
import { type Found, madeRun } from '../runs/snapshot.ts';
import { databaseFile } from '../store/pepper.ts';
import { type NewTenant, uuid } from '../store/tenants.ts';
import { openStoreFor } from './data-folder.ts';
import { atTerminal } from './data-options.ts';
import type { Settings } from './settings.ts';
import { chosenTenant } from './tenant-choice.ts';

/** Whose runs those of a folder without tenants are. */
const FIRST_TENANT = 'Local';
/** The answer that a run of any table of numbers can be told as. */
const contract = 'purchasing_segmentation';

export const newRunId = (): string => uuid(randomBytes);

/** How a result is stored as a run. */
export interface StoredAs {
  readonly runId: string;
  readonly language: Language;
  readonly name: string;
  readonly startedAt: number;
  readonly previousRunId: string | null;
  readonly changes: Changes | null;
  readonly split: TimeSplit | null;
  /** How its file of orders was read. */
  readonly notes: readonly FileNote[];
}
/** Where a run is to be stored, and whose it is. */
export interface RunPlace {
  readonly folder: string;
  readonly tenant: string | undefined;
  readonly place: Pick<Settings, 'pepper' | 'databaseUrl'>;
}

/** Throws what `storeRun` would about the tenant, before anything is computed. A folder that is not there yet has none. */
export async function requireTenant({ folder, tenant, place }: RunPlace): Promise<void> {
  if (!place.databaseUrl && !existsSync(databaseFile(folder)) && tenant === undefined) return;
  await openStoreFor(folder, place, (store) => chosenTenant(store, tenant));
}

/** What was found, with the identities of segments of an earlier run. Throws the Refusal PREVIOUS_RUN without one. */
export async function asBefore(
  found: Segmentation,
  { previousRunId, madeAt }: { previousRunId: string; madeAt: number },
  { folder, tenant, place }: RunPlace,
): Promise<Identified> {
  const kept = await openStoreFor(folder, place, async (store) => {
    const known = await chosenTenant(store, tenant);
    return known === null ? null : store.readSnapshot(known, previousRunId);
  });
  const previous = { id: previousRunId, snapshot: kept?.bytes ?? null, names: kept?.segmentNames ?? {} };
  return withIdentity(found, { asked: previousRunId, previous, madeAt });
}

/** Stores what was found as a run. Resolves with the tenant that had to be made for it, if any. */
export async function storeRun(found: Found, run: StoredAs, to: RunPlace): Promise<NewTenant | null> {
  const { runId, language, name, notes, startedAt, ...rest } = run;
  return openStoreFor(to.folder, to.place, async (store) => {
    const known = await chosenTenant(store, to.tenant);
    const made = known === null ? await store.createTenant(FIRST_TENANT, undefined, atTerminal) : null;
    const origin = { id: runId, contract, actor: atTerminal.actor, language, name, notes, startedAt };
    const snapshot = madeRun(found, { contract, language, remarks: [], madeAt: startedAt, ...rest, runId });
    await store.saveRun(known ?? made?.apiId ?? '', { ...origin, ...snapshot });
    return made;
  });
}
