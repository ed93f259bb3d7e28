import { seededRandom } from '@clientele/engine';
import { setTimeout as sleep } from 'node:timers/promises';
import { shopBody } from './load.ts';
import { counted, type Credentials, elsewhere, keeping, post, service, type Soak } from './service.ts';

const EVERY_MS = 50;
const ROTATE_MS = 700;
const OVERLAP_SECONDS = 3_600;
const by = { actor: 'soak' };

/** Twenty requests a second while the secret is rotated all the time; callers take the new one up at random. */
export const rotation: Soak = async ({ seed, until }) => {
  const random = seededRandom(seed);
  const served = await service('--rate-per-minute', '1000000', '--concurrent', '64', '--log-level', 'warn');
  const tenant = await served.store.createTenant('rotation');
  const body = shopBody(20, seed);
  const faults: string[] = [];
  const statuses: (number | null)[] = [];
  const ended: (number | null)[] = [];
  let current: Credentials = tenant;
  let previous: Credentials = tenant;
  let rotations = 0;

  const client = async (): Promise<void> => {
    const agent = keeping();
    while (performance.now() < until) {
      const used = random() < 0.5 ? current : previous;
      const { status, text } = await post(served, used, body, { agent });
      statuses.push(status);
      if (status !== 200) faults.push(`${status} ${text.slice(0, 200)}`);
      await sleep(EVERY_MS);
    }
    agent.destroy();
  };
  const rotator = async (): Promise<void> => {
    while (performance.now() < until) {
      const oldest = previous;
      // From here on callers use the current one alone, so that the one before may end.
      previous = current;
      await sleep(ROTATE_MS);
      const options = { overlapSeconds: OVERLAP_SECONDS, force: true };
      const rotated = await served.store.rotateSecret(tenant.apiId, options, by);
      if (rotated?.kind !== 'rotated') {
        faults.push(`rotation ${rotations}: ${rotated?.kind}`);
        continue;
      }
      rotations++;
      current = { apiId: tenant.apiId, secret: rotated.secret };
      if (oldest.secret === previous.secret) continue;
      const { status } = await post(served, oldest, body, { from: elsewhere(ended.length) });
      ended.push(status);
      if (status !== 401) faults.push(`a secret that had ended got ${status}`);
    }
  };
  await Promise.all([client(), rotator()]);
  const code = await served.end();
  if (code !== 0) faults.push(`exit code ${code}`);
  return {
    figures: {
      rotations,
      'requests with a valid secret': counted(statuses),
      'requests with one that had ended': counted(ended),
    },
    faults,
  };
};
