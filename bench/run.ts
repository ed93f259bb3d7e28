import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { curveQuestion } from './curve.ts';
import { loadQuestion } from './load.ts';
import { loopQuestion } from './loop.ts';
import { mapQuestion } from './map.ts';
import type { Question, Settings } from './measure.ts';
import { ordersQuestion } from './orders.ts';
import { partsQuestion } from './parts.ts';
import { peersQuestion } from './peers.ts';
import { postQuestion } from './post.ts';
import { runsQuestion } from './runs.ts';
import { trustQuestion } from './trust.ts';
import { worstQuestion } from './worst.ts';

const questions: readonly Question[] = [
  partsQuestion,
  postQuestion,
  runsQuestion,
  curveQuestion,
  worstQuestion,
  loopQuestion,
  loadQuestion,
  peersQuestion,
  trustQuestion,
  ordersQuestion,
  mapQuestion,
];

const help = `Measures this build of Clientele on this machine.

  npm run bench                              every question, several minutes
  npm run bench -- peers                     one question
  npm run bench -- parts --sizes 1000,10000 --rounds 3 --seed 7 --json
  npm run bench -- parts --body body.json    customers from a request body
  npm run bench -- orders --sizes 50000000   order lines in Parquet to features
  npm run bench -- curve --sizes 1000,10000,100000,1000000 --threads 1 --max-clusters 15

Questions
${questions.map(({ name, asks }) => `  ${name.padEnd(8)} ${asks}`).join('\n')}

Options
  --sizes N,N          customers (default 1000,10000,100000)
  --rounds N           runs that count (default: more for small sizes)
  --seed N             of the customers (default 7)
  --body FILE          a purchasing_segmentation body instead of drawn customers
  --threads N          threads that compute together (default: one a core)
  --max-clusters N     largest number of segments tried (default 10)
  --exact              peers: run exact silhouettes above 20,000 customers too, which takes half an hour
  --python PATH        peers: a Python with scikit-learn and fastcluster (default /usr/bin/python3)
  --json               one line of JSON a result
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: 'string' },
    seed: { type: 'string', default: '7' },
    rounds: { type: 'string' },
    body: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
    'max-clusters': { type: 'string', default: '10' },
    exact: { type: 'boolean', default: false },
    python: { type: 'string', default: '/usr/bin/python3' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  console.log(help);
  process.exit(0);
}
const unknown = positionals.find((name) => questions.every((question) => question.name !== name));
if (unknown !== undefined) {
  console.error(`No benchmark is called "${unknown}". There are: ${questions.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const settings: Settings = {
  // A body has one size of its own; 0 says so.
  sizes: values.body === undefined ? (values.sizes ?? '1000,10000,100000').split(',').map(Number) : [0],
  published: values.body === undefined && values.sizes === undefined,
  seed: Number(values.seed),
  rounds: values.rounds === undefined ? undefined : Number(values.rounds),
  body: values.body,
  threads: Number(values.threads),
  maxClusters: Number(values['max-clusters']),
  exact: values.exact,
  python: values.python,
  json: values.json,
};
for (const question of questions) {
  if (positionals.length > 0 && !positionals.includes(question.name)) continue;
  if (!values.json) console.log(`${question.name}: ${question.asks}`);
  await question.ask(settings);
}
