import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { CustomerTable, Explanation, Language, Segmentation } from '@clientele/engine';
import { madeRun } from '../runs/snapshot.ts';
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

/** Where a run is to be stored. */
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

/** Stores what was found as a run. Resolves with the tenant that had to be made for it, if any. */
export async function storeRun(
  found: { segmentation: Segmentation; explanation: Explanation; table: CustomerTable },
  run: { runId: string; language: Language; dataName: string; startedAt: number },
  to: RunPlace,
): Promise<NewTenant | null> {
  const { runId, language, dataName, startedAt } = run;
  return openStoreFor(to.folder, to.place, async (store) => {
    const known = await chosenTenant(store, to.tenant);
    const made = known === null ? await store.createTenant(FIRST_TENANT, undefined, atTerminal) : null;
    const origin = { id: runId, contract, actor: atTerminal.actor, language, startedAt };
    const snapshot = madeRun(found, { contract, language, remarks: [], dataName, runId });
    await store.saveRun(known ?? made?.apiId ?? '', { ...origin, ...snapshot });
    return made;
  });
}
