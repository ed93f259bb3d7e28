import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Question, runScript, type Settings } from './measure.ts';
import { writeOrderLines } from './order-lines.ts';

interface Result {
  readonly lines: number;
  readonly customers: number;
  readonly seconds: { readonly features: number; readonly segments: number };
  readonly peakMb: number;
}

/** What reading may take; the whole process stays under twice as much. */
const MEMORY_MB = 1_000;
const FEW = 1_000_000;
const MANY = 50_000_000;
const LONGEST_SECONDS = 3_600;

/** The real log to segments, and drawn order lines in Parquet to features within a limit of memory. */
export const ordersQuestion: Question = {
  name: 'orders',
  asks: 'how long do order lines take to become features and segments, and in how much memory?',
  async ask(settings) {
    const retail = fileURLToPath(new URL('../examples/online-retail/orders.parquet', import.meta.url));
    say('Online Retail', await read(retail, { asOf: '2011-12-10' }, settings, 'segments'), settings);
    const folder = mkdtempSync(join(tmpdir(), 'clientele-bench-orders-'));
    try {
      for (const lines of settings.published ? [FEW, MANY] : settings.sizes) {
        const file = join(folder, `${lines}.parquet`);
        await writeOrderLines(lines, file, settings.seed);
        say('drawn', await read(file, { asOf: '2026-12-31' }, settings), settings);
        rmSync(file);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function read(file: string, rules: object, { threads }: Settings, goal = 'features'): Promise<Result> {
  const args = [file, JSON.stringify(rules), String(MEMORY_MB), String(threads), goal];
  return (await runScript('orders-case.ts', args, LONGEST_SECONDS)) as Result;
}

function say(name: string, result: Result, { json }: Settings): void {
  if (json) return console.log(JSON.stringify({ question: 'orders', name, memoryMb: MEMORY_MB, ...result }));
  const { lines, customers, seconds, peakMb } = result;
  const segments = seconds.segments > 0 ? `, segments ${seconds.segments.toFixed(2)} s` : '';
  console.log(
    `${name.padEnd(14)} ${String(lines).padStart(9)} lines, ${customers} customers: features ${seconds.features.toFixed(2)} s${segments}; ${peakMb} MB`,
  );
}
