import { seededRandom } from '@clientele/engine';
import { isOver, type RunState } from '../../src/contract/runs/run-states.ts';
import { idempotencyKey } from '../../src/store/requests.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { Claim } from '../../src/store/task.ts';
import type { EmptyStore } from '../support/stores.ts';
import { seededBytes } from '../support/random.ts';
import { anyFigures } from './quick-pool.ts';

/** How often everything is compared; in between, what a step did is. */
const COMPARE_STEPS = 10;
const TENANTS = 3;
const KEYS = 12;
/** Sizes of bodies that count 1, 1 and 3 in the turn of tenants. */
const SIZES = [10, 1_000, 400_000];
const PAUSES_MS = [0, 10, 500, 3_000, 12_000, 3_600_000, 90_000_000];
const by = { actor: 'cli' };
const error = { reason: 'INTERNAL', values: {}, issues: [], truncated: false, path: '' } as const;

/** What has to be true of a task that was acknowledged. */
interface Known {
  readonly taskId: string;
  readonly runId: string;
  readonly apiId: string;
  state: RunState;
  finishedAt: string | null;
  fence: number;
  /** Ways it ended. */
  ends: number;
}

/** A claim that somebody holds, or believes to. */
interface Held {
  readonly claim: Claim;
  readonly known: Known;
}

/**
 * A random history of the queue, the keys and the turns on `own`: submit, claim, progress, crash, give back, cancel, end, a
 * restart, time that passes. All the while no task is lost, what is over has not changed, and who holds an older claim has
 * no effect; at the end each is over, once. Resolves with what was wrong.
 */
export async function simulate(own: EmptyStore, { seed, steps }: { seed: number; steps: number }): Promise<string[]> {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)];
  const clock = { at: Date.UTC(2026, 0, 1) };
  const store = await openStore({ ...own.place, now: () => clock.at, random: seededBytes(seed) });
  const tenants: string[] = [];
  for (let at = 0; at < TENANTS; at++) tenants.push((await store.createTenant(`tenant ${at}`)).apiId);
  const known = new Map<string, Known>();
  const byKey = new Map<string, { fingerprint: string; taskId: string; at: number }>();
  const held: Held[] = [];
  const faults: string[] = [];
  let submitted = 0;
  /** Some were asked to stop: a claim of theirs ends them. */
  let stopping = false;

  /** Whether the claim is the one that counts. */
  const counts = ({ claim, known: one }: Held): boolean => one.state === 'running' && one.fence === claim.fence;
  const over = ({ known: one }: Held, state: RunState, effect: boolean, due: boolean): void => {
    if (effect !== due) faults.push(`${state} of ${one.runId} with fence had ${effect ? 'an' : 'no'} effect`);
    if (!effect) return;
    one.state = state;
    one.ends++;
  };

  const acts: Readonly<Record<string, () => Promise<void>>> = {
    async submit() {
      const apiId = pick(tenants);
      const key = random() < 0.5 ? `key ${Math.floor(random() * KEYS)} of ${apiId}` : undefined;
      const fingerprint = key !== undefined && random() < 0.8 ? `body of ${key}` : `body ${++submitted}`;
      const before = key === undefined ? undefined : byKey.get(key);
      const kept = before && clock.at - before.at < 86_400_000 ? before : undefined;
      const id = `run ${seed} ${++submitted}`;
      const done = await store.submitRun(apiId, {
        id,
        contract: 'c',
        actor: 'key 1',
        fingerprint,
        mostWaiting: 1_000,
        body: [new Uint8Array(pick(SIZES)).fill(submitted)],
        ...(key === undefined ? {} : { key: idempotencyKey('POST', '/a', key) }),
      });
      if (kept && kept.fingerprint !== fingerprint) {
        if (done.kind !== 'reused') faults.push(`another body under ${key} was ${done.kind}`);
        return;
      }
      if (done.kind !== 'queued') return void faults.push(`a submission was ${done.kind}`);
      if (kept && done.taskId !== kept.taskId) faults.push(`${key} was answered with two tasks`);
      if (done.known !== known.has(done.taskId)) faults.push(`${done.taskId} was ${done.known ? '' : 'not '}known`);
      if (key !== undefined && !kept) byKey.set(key, { fingerprint, taskId: done.taskId, at: clock.at });
      if (done.known) return;
      const { taskId, runId } = done;
      known.set(taskId, { taskId, runId, apiId, state: 'queued', finishedAt: null, fence: 0, ends: 0 });
    },
    async claim() {
      take(await store.claimRun());
      if (stopping) await compare();
    },
    /** As by the queue of PostgreSQL, when somebody has not been heard of. */
    async takeOver() {
      const frozen = held.length > 0 ? pick(held) : undefined;
      if (frozen) take(await store.claimRun(frozen.claim.runId));
      if (stopping) await compare();
    },
    async progress() {
      await withHeld(async (one) => {
        const word = await store.noteProgress(one.claim, { phase: 'fits', share: random() });
        if (word === 'go on' && !counts(one)) faults.push(`an old claim of ${one.claim.runId} goes on`);
      });
    },
    async complete() {
      await withHeld(async (one) => {
        const due = counts(one);
        const result = { figures: anyFigures, snapshot: Uint8Array.of(one.claim.fence) };
        over(one, 'completed', await store.completeRun(one.claim, result), due);
      });
    },
    async fail() {
      await withHeld(async (one) => {
        const due = counts(one);
        over(one, 'failed', await store.failRun(one.claim, error), due);
      });
    },
    async crash() {
      await withHeld(async (one) => {
        const due = counts(one);
        const done = await store.crashedRun(one.claim);
        if ((done !== 'lost') !== due) faults.push(`a crash of ${one.claim.runId} was ${done}`);
        if (done === 'again') one.known.state = 'queued';
        if (done === 'failed') over(one, 'failed', true, true);
      });
    },
    async release() {
      await withHeld(async (one) => {
        const due = counts(one);
        await store.releaseRun(one.claim);
        if (due) one.known.state = 'queued';
      });
    },
    async cancel() {
      const one = known.size > 0 ? pick([...known.values()]) : undefined;
      const shown = one && (await store.cancelTask(one.apiId, one.taskId, by));
      stopping ||= shown?.cancelling === true;
      if (!one || shown?.state !== 'cancelled' || one.state !== 'queued') return;
      one.state = 'cancelled';
      one.ends++;
    },
    /** Those who computed are gone, or believe that they still do. */
    async restart() {
      await store.requeueRuns();
      for (const one of known.values()) if (one.state === 'running') one.state = 'queued';
      if (random() < 0.5) held.length = 0;
    },
    async time() {
      clock.at += pick(PAUSES_MS);
      await store.sweepRequests();
    },
  };
  const names = Object.keys(acts);
  // Submissions and claims are as frequent as everything else together.
  const weighted = [...names, ...Array<string>(4).fill('submit'), ...Array<string>(5).fill('claim')];

  function take(claim: Claim | null): void {
    if (!claim) return;
    const one = [...known.values()].find(({ runId }) => runId === claim.runId);
    if (!one) return void faults.push(`${claim.runId} was claimed, and never acknowledged`);
    if (isOver(one.state)) faults.push(`${claim.runId} was claimed when it was ${one.state}`);
    if (claim.fence <= one.fence) faults.push(`the fence of ${claim.runId} went from ${one.fence} to ${claim.fence}`);
    if (!claim.body) faults.push(`${claim.runId} has no body`);
    one.state = 'running';
    one.fence = claim.fence;
    held.push({ claim, known: one });
  }
  async function withHeld(use: (one: Held) => Promise<void>): Promise<void> {
    if (held.length > 0) await use(pick(held));
  }

  /** The store's word on every task against ours. A claim that turned out to be its last ends inside claimRun. */
  async function compare(): Promise<void> {
    const all = await Promise.all(tenants.map((apiId) => store.listRuns(apiId, {}, { limit: 10_000 })));
    const shown = new Map(all.flat().map((run) => [run.taskId, run]));
    for (const one of known.values()) {
      const task = shown.get(one.taskId);
      if (!task) {
        faults.push(`${one.runId} is lost`);
        continue;
      }
      if (one.finishedAt !== null && (task.state !== one.state || task.finishedAt !== one.finishedAt))
        faults.push(`${one.runId} was ${one.state} and is ${task.state}`);
      if (task.state !== one.state && (task.state === 'cancelled' || task.state === 'failed')) {
        one.state = task.state;
        one.ends++;
      }
      if (task.state !== one.state) faults.push(`${one.runId} is ${task.state}, not ${one.state}`);
      if (isOver(task.state) !== (task.finishedAt !== null)) faults.push(`${one.runId} ends when it should not`);
      one.finishedAt = task.finishedAt;
    }
  }

  const history: string[] = [];
  for (let step = 0; step < steps && faults.length === 0; step++) {
    const name = pick(weighted);
    history.push(name);
    await acts[name]?.();
    if (step % COMPARE_STEPS === 0) await compare();
  }
  // All who are left begin and end.
  await acts['restart']?.();
  for (let left = true; left && faults.length === 0; left = [...known.values()].some(({ state }) => !isOver(state))) {
    clock.at += 60_000;
    for (let claim = await store.claimRun(); claim; claim = await store.claimRun()) {
      take(claim);
      const last = held.at(-1);
      if (last)
        over(
          last,
          'completed',
          await store.completeRun(last.claim, { figures: anyFigures, snapshot: Uint8Array.of(1) }),
          true,
        );
    }
    await compare();
  }
  faults.push(...(await ended(store, [...known.values()])));
  await store.close();
  return faults.map((fault) => `${fault} (seed ${seed}, after ${history.slice(-COMPARE_STEPS).join(', ')})`);
}

/** Each is over, once, and so says the audit log. */
async function ended(store: Store, all: readonly Known[]): Promise<string[]> {
  const audit = await store.listAudit(1_000_000);
  const ends = (runId: string): number =>
    audit.filter(
      ({ action, object }) => object === runId && ['run.complete', 'run.fail', 'run.cancel'].includes(action),
    ).length;
  return all.flatMap(({ runId, ends: times }) =>
    times === 1 && ends(runId) === 1 ? [] : [`${runId} ended ${times} times, ${ends(runId)} by the log`],
  );
}
