import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@clientele/engine';
import { shopBody } from './load.ts';
import { counted, type Credentials, keeping, path, post, type Service, service, type Soak } from './service.ts';

const CALLERS = 3;
const SIZES = [60, 300, 1_000, 1_000, 5_000];
const SAMPLE_MS = 2_000;
/** Of the time: until then code is compiled and memory taken for good. */
const WARM_UP = 0.4;
/** What may have come on top from the first to the last quarter of the rest. */
const MOST_GROWTH = 0.1;
const MOST_FILES = 5;
const LARGEST_WAL_MIB = 64;
const PAUSE_MS = 50;

interface Sample {
  readonly at: number;
  readonly mib: number;
  readonly files: number;
  readonly walMib: number;
}

/** Whatever callers do, mixed and for long: answers, tasks, looks at runs, mistakes, hang-ups. Does anything pile up? */
export const leak: Soak = async ({ seed, until }) => {
  const served = await service('--rate-per-minute', '1000000', '--concurrent', '8', '--log-level', 'error');
  const tenant = await served.store.createTenant('leak');
  const begun = performance.now();
  const samples: Sample[] = [];
  const statuses: (number | null)[] = [];
  const sampling = (async () => {
    while (performance.now() < until) {
      const { mib, files } = served.footprint();
      samples.push({ at: performance.now(), mib, files, walMib: walOf(served) });
      await sleep(SAMPLE_MS);
    }
  })();
  const caller = async (at: number): Promise<void> => {
    const random = seededRandom(seed + at);
    for (let made = 0; performance.now() < until; made++) {
      const kind = kinds[Math.floor(random() * kinds.length)];
      const size = SIZES[Math.floor(random() * SIZES.length)];
      statuses.push(await kind({ served, tenant, body: shopBody(size, seed + at * 1_000_000 + made) }));
      await sleep(random() * PAUSE_MS);
    }
  };
  await Promise.all([sampling, ...Array.from({ length: CALLERS }, (_, at) => caller(at))]);
  const code = await served.end();
  const counting = samples.filter(({ at }) => at >= begun + (until - begun) * WARM_UP);
  const quarter = Math.ceil(counting.length / 4);
  const [early, late] = [counting.slice(0, quarter), counting.slice(-quarter)];
  const growth = mean(late, 'mib') / mean(early, 'mib') - 1;
  const files = mean(late, 'files') - mean(early, 'files');
  const wal = Math.max(...samples.map(({ walMib }) => walMib));
  return {
    figures: {
      requests: statuses.length,
      statuses: counted(statuses),
      'MiB, early / late / most': [mean(early, 'mib'), mean(late, 'mib'), Math.max(...samples.map(({ mib }) => mib))]
        .map(Math.round)
        .join(' / '),
      'MiB an hour (linear fit)': Math.round(slopeOf(counting) * 3_600_000),
      'open files, early / late': [mean(early, 'files'), mean(late, 'files')].map(Math.round).join(' / '),
      'MiB of write-ahead log at most': wal,
    },
    faults: [
      ...(growth <= MOST_GROWTH ? [] : [`memory grew by ${Math.round(growth * 100)} %`]),
      ...(files <= MOST_FILES ? [] : [`${Math.round(files)} more files are open`]),
      ...(wal <= LARGEST_WAL_MIB ? [] : [`the write-ahead log took ${wal} MiB`]),
      ...(statuses.some((status) => status === 500) ? ['a request was answered 500'] : []),
      ...(code === 0 ? [] : [`exit code ${code}`]),
    ],
  };
};

interface Call {
  readonly served: Service;
  readonly tenant: Credentials;
  readonly body: string;
}

/** What a caller does; the status of the answer, null without one. */
const kinds: readonly ((call: Call) => Promise<number | null>)[] = [
  async ({ served, tenant, body }) => {
    const agent = keeping();
    const { status } = await post(served, tenant, body, { agent });
    agent.destroy();
    return status;
  },
  ({ served, tenant, body }) => ask(served, tenant, `${path}?async=true`, { method: 'POST', body }),
  ({ served, tenant }) => look(served, tenant, ''),
  ({ served, tenant }) => look(served, tenant, '/labels?format=csv'),
  ({ served, tenant }) => look(served, tenant, '/report'),
  ({ served, tenant, body }) => ask(served, tenant, path, { method: 'POST', body: body.slice(0, -20) }),
  ({ served, body }) => ask(served, { apiId: 'nobody', secret: 'x' }, path, { method: 'POST', body }),
  ({ served, tenant, body }) =>
    ask(served, tenant, path, { method: 'POST', body, signal: AbortSignal.timeout(PAUSE_MS) }),
];

/** At the latest run. */
async function look(served: Service, tenant: Credentials, view: string): Promise<number | null> {
  const [run] = await served.store.listRuns(tenant.apiId, { state: 'completed' }, { limit: 1 });
  return ask(served, tenant, run ? `/api/v1/runs/${run.id}${view}` : '/api/v1/runs');
}

async function ask(
  { url }: Service,
  { apiId, secret }: Credentials,
  address: string,
  init: RequestInit = {},
): Promise<number | null> {
  const headers = { 'content-type': 'application/json', 'x-customer-api-id': apiId, 'x-secret': secret };
  try {
    const answer = await fetch(url + address, { ...init, headers });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return null;
  }
}

function walOf({ folder }: Service): number {
  const { size = 0 } = statSync(join(folder, 'clientele.db-wal'), { throwIfNoEntry: false }) ?? {};
  return Math.round(size / 1024 / 1024);
}

function mean(samples: readonly Sample[], of: 'mib' | 'files'): number {
  return samples.reduce((sum, sample) => sum + sample[of], 0) / samples.length;
}

/** MiB a millisecond, by least squares. */
function slopeOf(samples: readonly Sample[]): number {
  const at = samples.reduce((sum, sample) => sum + sample.at, 0) / samples.length;
  const mib = mean(samples, 'mib');
  const together = samples.reduce((sum, sample) => sum + (sample.at - at) * (sample.mib - mib), 0);
  return together / samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
}
