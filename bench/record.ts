import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { machine, median, time, warm } from './measure.ts';
import { beside, type Comparison, LIMIT_SECONDS, timeOrNot } from './comparison.ts';

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
  const { cpu, cores, memoryGb, node, commit } = machine();
  const versions = Object.entries(compared[0].theirs[0].versions).map(([tool, version]) => `${tool} ${version}`);
  return [
    `Measured ${date} on ${cpu}, ${cores} cores, ${memoryGb} GB, at commit ${commit}; Node ${node}, ${versions.join(', ')}. Load average before: ${load.toFixed(1)}.`,
    '',
    '| customers | Clientele, all | models and scores | peak memory | scikit-learn, sampled silhouettes | exact silhouettes | peak memory | time ratio, sampled | exact | memory ratio |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...compared.map(row),
    '',
    'Part by part:',
    '',
    '| customers | part | Clientele | scikit-learn | ratio | npm library | ratio |',
    '| ---: | --- | ---: | ---: | ---: | ---: | ---: |',
    ...compared.flatMap(partRows),
    '',
    `*Gave up*: not done in ${LIMIT_SECONDS} seconds, out of memory, or (ml-hclust above 20,000 customers) not tried, because it holds all distances.`,
  ].join('\n');
}

function row({ n, ours, sameWork, theirs, threads, faster, fasterThanExact, smaller }: Comparison): string {
  const exact = median(theirs.map((each) => each.exact.seconds));
  const cells = [
    n.toLocaleString('en'),
    time(median(warm(ours.seconds))),
    time(sameWork),
    `${ours.peakMb} MB`,
    `${time(median(theirs.map(({ seconds }) => seconds)))} (${threads === 1 ? '1 core' : `${threads} cores`})`,
    `${time(exact)}${theirs[0].exact.measured ? '' : ' (extrapolated)'}`,
    `${median(theirs.map(({ peakMb }) => peakMb))} MB`,
    faster.toFixed(1),
    fasterThanExact.toFixed(1),
    smaller.toFixed(1),
  ];
  return `| ${cells.join(' | ')} |`;
}

function partRows({ n, parts, theirs, libraries }: Comparison): string[] {
  return beside.map(([part, their, library]) => {
    const ours = parts[part];
    const other = median(theirs.map((each) => each.parts[their]));
    const third = library === null ? null : libraries[library];
    const cells = [
      n.toLocaleString('en'),
      part,
      time(ours),
      time(other),
      (other / ours).toFixed(1),
      library === null ? '' : `${library} ${timeOrNot(third)}`,
      third === null ? '' : (third / ours).toFixed(1),
    ];
    return `| ${cells.join(' | ')} |`;
  });
}
