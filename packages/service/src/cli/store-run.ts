import { randomBytes } from 'node:crypto';
import type { CustomerTable, Explanation, Language, Segmentation } from '@clientele/engine';
import { madeRun } from '../runs/snapshot.ts';
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

/** Stores what was found as a run. Resolves with the tenant that had to be made for it, if any. */
export async function storeRun(
  found: { segmentation: Segmentation; explanation: Explanation; table: CustomerTable },
  run: { runId: string; language: Language; dataName: string; startedAt: number },
  to: { folder: string; tenant: string | undefined; place: Pick<Settings, 'pepper' | 'databaseUrl'> },
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
