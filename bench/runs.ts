import { type Question, type Settings, spread, spreadOf } from './measure.ts';
import { benchCustomers, bodyOf } from './customers.ts';
import { bodyFor } from './post.ts';
import { type BenchServer, withServer } from './server.ts';

/** Looks that are not counted, so that everything is compiled. */
const WARM_UPS = 2;

/** What is asked of a stored run, by the name it is told under. */
const looks = {
  list: { method: 'GET', path: () => '/api/v1/runs' },
  answer: { method: 'GET', path: (run: string) => `/api/v1/runs/${run}/answer` },
  'page of labels': { method: 'GET', path: (run: string) => `/api/v1/runs/${run}/labels` },
  csv: { method: 'GET', path: (run: string) => `/api/v1/runs/${run}/labels?format=csv` },
  arrow: { method: 'GET', path: (run: string) => `/api/v1/runs/${run}/labels?format=arrow` },
  parquet: { method: 'GET', path: (run: string) => `/api/v1/runs/${run}/labels?format=parquet` },
  segment: { method: 'GET', path: (run: string) => `/api/v1/runs/${run}/segments/0` },
  report: { method: 'GET', path: (run: string) => `/api/v1/runs/${run}/report` },
  'another choice': {
    method: 'POST',
    path: (run: string) => `/api/v1/runs/${run}/choose`,
    body: () => JSON.stringify({ algorithm: 'KMeans', k: 3 }),
  },
  'score one': { method: 'POST', path: scoring, body: (_, seed) => customersOf(1, seed + 1) },
  'score as many': { method: 'POST', path: scoring, body: (n, seed) => customersOf(n, seed + 1) },
  comparison: { method: 'GET', path: (run: string) => `/api/v1/runs/${run}/compare/${run}` },
} satisfies Record<string, Look>;

interface Look {
  readonly method: 'GET' | 'POST';
  readonly path: (run: string) => string;
  readonly body?: (n: number, seed: number) => string;
}

function scoring(run: string): string {
  return `/api/v1/runs/${run}/score`;
}

/** Customers alone, without options. */
function customersOf(n: number, seed: number): string {
  const { data } = JSON.parse(bodyOf(benchCustomers(n, seed), 10)) as { data: unknown };
  return JSON.stringify({ data });
}

/** What a caller waits for who looks at a stored run, or chooses another of its models. */
export const runsQuestion: Question = {
  name: 'runs',
  asks: 'how long does a look at a stored run take?',
  async ask(settings: Settings) {
    for (const n of settings.sizes)
      await withServer(settings, async (server) => {
        const { body } = await server.post(bodyFor(n, settings));
        const { run_id: run } = JSON.parse(body.toString()) as { run_id: string };
        for (const [look, { method, path, body: sent }] of Object.entries<Look>(looks)) {
          const request = { method, path: path(run), ...(sent ? { body: sent(n, settings.seed) } : {}) };
          say({ n, look, ...(await timed(server, request, settings.rounds ?? 7)) }, settings);
        }
      });
  },
};

async function timed(server: BenchServer, request: Parameters<BenchServer['ask']>[0], rounds: number) {
  const seconds: number[] = [];
  let bytes = 0;
  for (let round = -WARM_UPS; round < rounds; round++) {
    const answer = await server.ask(request);
    bytes = answer.body.length;
    if (round >= 0) seconds.push(answer.seconds);
  }
  return { seconds, bytes };
}

function say(
  { n, look, seconds, bytes }: { n: number; look: string; seconds: readonly number[]; bytes: number },
  { json, threads }: Settings,
): void {
  if (json)
    return console.log(JSON.stringify({ question: 'runs', n, look, threads, bytes, ...spreadOf(seconds), seconds }));
  console.log(`${String(n).padStart(7)}  ${look.padEnd(15)} ${spread(seconds).padEnd(66)} ${bytes} bytes`);
}
