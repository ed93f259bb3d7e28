import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { get } from 'node:http';
import { type Question, quantile, type Settings } from './measure.ts';
import { bodyFor } from './post.ts';
import { type BenchServer, withServer } from './server.ts';

const CUSTOMERS = 100_000;
/** The largest body that the service takes by default, less a little. */
const UPLOAD_BYTES = 50_000_000;
const PAUSE_MS = 5;

interface Delays {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Whether the service stays awake: its main thread while it computes for one caller and reads 50 MB from another. */
export const loopQuestion: Question = {
  name: 'loop',
  asks: 'does the service stay responsive while it computes and reads a large body?',
  async ask(settings: Settings) {
    const body = bodyFor(CUSTOMERS, settings);
    const upload = uploadOf(UPLOAD_BYTES);
    const probe = new URL('loop-probe.ts', import.meta.url).href;
    await withServer({ threads: settings.threads, preload: [probe] }, async (server) => {
      await server.post(body);
      for (let round = 0; round < (settings.rounds ?? 3); round++) {
        server.process.send('reset');
        const statuses: number[] = [];
        const outside = await latenciesWhile(server, async () => {
          // Whatever is said of the second, it was uploaded to the last byte; the status is printed.
          const answers = await Promise.all([server.post(body), server.post(upload, [200, 400, 422])]);
          statuses.push(...answers.map(({ status }) => status));
        });
        const inside = await delaysOf(server);
        say(inside, outside, { statuses, json: settings.json });
      }
    });
  },
};

/** A body of nearly that many bytes: customers whose ids are long. */
function uploadOf(bytes: number): Uint8Array<ArrayBuffer> {
  const row = (at: number): string =>
    `{"customer_id":"${String(at).padStart(150, '0')}","features":{"purchase_total":${at % 977},"visit_frequency":${at % 31}}}`;
  const rows: string[] = [];
  for (let length = 100; length + 260 < bytes; length += rows[rows.length - 1].length + 1) rows.push(row(rows.length));
  return Buffer.from(`{"data":[${rows.join(',')}]}`);
}

async function delaysOf(server: BenchServer): Promise<Delays> {
  server.process.send('tell');
  const [delays] = await once(server.process, 'message');
  return delays as Delays; // loop-probe.ts sends nothing else
}

/** Milliseconds of one request to /health/live after another, until `work` is done. */
async function latenciesWhile(server: BenchServer, work: () => Promise<void>): Promise<number[]> {
  const latencies: number[] = [];
  const state = { done: false };
  const working = work().finally(() => (state.done = true));
  while (!state.done) {
    const start = performance.now();
    await answered(`${server.url}/health/live`);
    latencies.push(performance.now() - start);
    await pause(PAUSE_MS);
  }
  await working;
  return latencies;
}

async function answered(url: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    get(url, (answer) => answer.resume().on('end', resolve)).on('error', reject);
  });
}

function say(
  inside: Delays,
  latencies: readonly number[],
  { statuses, json }: { statuses: readonly number[]; json: boolean },
): void {
  const outside = { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), max: Math.max(...latencies) };
  if (json) {
    console.log(JSON.stringify({ question: 'loop', inside, outside, requests: latencies.length, statuses }));
    return;
  }
  const shown = ({ p50, p99, max }: Delays): string =>
    `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, max ${max.toFixed(1)} ms`;
  console.log(`  loop delay    ${shown(inside)}`);
  console.log(
    `  /health/live  ${shown(outside)} (${latencies.length} requests; the two posts ${statuses.join(' and ')})`,
  );
}
