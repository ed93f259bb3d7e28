import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { machine, median } from './measure.ts';
import type { Comparison } from './peers.ts';

const results = new URL('results/', import.meta.url);
const page = new URL('../docs/benchmarks.md', import.meta.url);
const opening = '<!-- peers -->';
const closing = '<!-- /peers -->';

/**
 * Keeps the run in bench/results and puts its table into docs/benchmarks.md, between the two marks. `load` is the
 * machine's load average before the run: above about 0.5 other work took part.
 */
export function record(compared: readonly Comparison[], load: number): void {
  const date = new Date().toISOString().slice(0, 10);
  mkdirSync(results, { recursive: true });
  const whole = { date, machine: machine(), load, versions: compared[0].theirs[0].versions, compared };
  writeFileSync(new URL(`${date}-peers.json`, results), `${JSON.stringify(whole, null, 1)}\n`);
  const text = readFileSync(page, 'utf8');
  const before = text.slice(0, text.indexOf(opening) + opening.length);
  const after = text.slice(text.indexOf(closing));
  writeFileSync(page, `${before}\n${tableOf(compared, date, load)}\n${after}`);
}

function tableOf(compared: readonly Comparison[], date: string, load: number): string {
  const { cpu, cores, memoryGb, node } = machine();
  const versions = Object.entries(compared[0].theirs[0].versions).map(([tool, version]) => `${tool} ${version}`);
  return [
    `Measured ${date} on ${cpu}, ${cores} cores, ${memoryGb} GB; Node ${node}, ${versions.join(', ')}. Load average before: ${load.toFixed(1)}.`,
    '',
    '| customers | Clientele, all | models and scores | peak memory | scikit-learn | peak memory | time ratio | memory ratio |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...compared.map(row),
  ].join('\n');
}

function row({ n, ours, sameWork, theirs, threads, faster, smaller }: Comparison): string {
  const cells = [
    n.toLocaleString('en'),
    `${shown(median(ours.seconds))} s`,
    `${shown(sameWork)} s`,
    `${ours.peakMb} MB`,
    `${shown(median(theirs.map(({ seconds }) => seconds)))} s (${threads === 1 ? '1 core' : `${threads} cores`})`,
    `${median(theirs.map(({ peakMb }) => peakMb))} MB`,
    faster.toFixed(1),
    smaller.toFixed(1),
  ];
  return `| ${cells.join(' | ')} |`;
}

function shown(seconds: number): string {
  return seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1);
}
