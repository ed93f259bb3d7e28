import { seededRandom } from '@clientele/engine';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../packages/service/src/store/store.ts';
import type { Soak } from './service.ts';

/** Medians may differ by so much: 50 microseconds, or a twentieth where that is more. */
const SPREAD_MS = 0.05;
const SPREAD_SHARE = 0.05;
const by = { actor: 'soak' };

/** Wrong credentials of every kind in turn: whoever measures how long a refusal takes learns nothing from it. */
export const timing: Soak = async ({ seed, until }) => {
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'clientele-soak-'));
  const store = await openStore({ folder, now: Date.now, random: randomBytes });
  const kinds = Object.entries(await wrongPairs(store));
  const times = new Map(kinds.map(([kind]) => [kind, [] as number[]]));
  const faults: string[] = [];
  let tried = 0;
  while (performance.now() < until) {
    // Begun anywhere: what stands at one place in the round would feel what comes before it.
    const first = Math.floor(random() * kinds.length);
    for (const [kind, [apiId, secret]] of [...kinds.slice(first), ...kinds.slice(0, first)]) {
      const begun = performance.now();
      const found = await store.verify(apiId, secret);
      times.get(kind)?.push(performance.now() - begun);
      tried++;
      if (found !== null) faults.push(`${kind}: let in`);
    }
  }
  await store.close();
  rmSync(folder, { recursive: true, force: true });
  const medians = kinds.map(([kind]) => [kind, medianOf(times.get(kind) ?? [])] as const);
  const all = medians.map(([, median]) => median);
  const spread = Math.max(...all) - Math.min(...all);
  const allowed = Math.max(SPREAD_MS, SPREAD_SHARE * Math.min(...all));
  if (spread > allowed)
    faults.push(`medians are ${inMicroseconds(spread)} apart; ${inMicroseconds(allowed)} are allowed`);
  return {
    figures: {
      tried,
      ...Object.fromEntries(medians.map(([kind, median]) => [`median, ${kind}`, inMicroseconds(median)])),
      'farthest apart': inMicroseconds(spread),
    },
    faults,
  };
};

async function wrongPairs(store: Store): Promise<Record<string, readonly [apiId: string, secret: string]>> {
  const { apiId, secret } = await store.createTenant('right');
  const [revoked, disabled, expired] = [
    await store.createTenant('revoked'),
    await store.createTenant('disabled'),
    await store.createTenant('expired'),
  ];
  await store.revokeSecret(revoked.apiId, revoked.keyId, by);
  await store.setTenantEnabled(disabled.apiId, false, by);
  await store.rotateSecret(expired.apiId, { overlapSeconds: 0 }, by);
  const other = (at: number) => secret.slice(0, at) + (secret[at] === 'a' ? 'b' : 'a') + secret.slice(at + 1);
  return {
    'unknown id': ['11111111-1111-4111-8111-111111111111', secret],
    'first character wrong': [apiId, other(0)],
    'last character wrong': [apiId, other(secret.length - 1)],
    expired: [expired.apiId, expired.secret],
    revoked: [revoked.apiId, revoked.secret],
    'disabled tenant': [disabled.apiId, disabled.secret],
  };
}

function medianOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
}

function inMicroseconds(ms: number): string {
  return `${(1000 * ms).toFixed(1)} µs`;
}
