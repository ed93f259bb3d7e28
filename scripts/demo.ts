/**
 * `npm run demo`: the main job, start to end, on real customers. Starts the service on a free port with a throw-away data
 * folder, creates a tenant, posts the 4,338 customers of the sample to purchasing_segmentation, prints what comes back
 * and writes demo-report.html.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CustomerTable, explain, letterOf, segment } from '@clientele/engine';
import { createTenant, renderReport, startServer } from '@clientele/service';
import Table from 'cli-table3';
import { parse } from 'csv-parse/sync';

const root = join(import.meta.dirname, '..');
const sample = join(root, 'examples/online-retail/customers.csv');
const report = join(root, 'demo-report.html');

interface Cluster {
  cluster_id: number;
  size: number;
  share: number;
  kpis: { revenue_share: number | null };
  persona: { label: string; description: string; recommended_action: string };
  silhouette: number | null;
  stability: number | null;
  trust: string | null;
}
interface Name {
  algorithm: string;
  params: Record<string, number>;
}
interface Answer {
  run_id: string;
  evaluation_metrics: { algorithm: string; eligible: boolean; reason: string | null }[];
  clusters: Cluster[];
  customer_labels: { customer_id: string; cluster_id: number; confidence: number }[];
  structure: {
    verdict: string;
    headline: string;
    paragraph: string;
    tests: { question: string; answer: string; sentence: string }[];
  };
  selection: {
    objective: string;
    winner: Name;
    runner_up: Name | null;
    margin: number | null;
    by_objective: { separation: Name | null; actionable: Name | null };
    explanation: string;
  };
  warnings: { code: string; message: string }[];
}

const say = (line = ''): void => console.log(line);
const step = (text: string): void => say(`- ${text}`);
const folder = mkdtempSync(join(tmpdir(), 'clientele-demo-'));

try {
  const table = readSample();
  step(`${table.ids.length.toLocaleString('en')} customers read from examples/online-retail/customers.csv`);

  const tenant = await createTenant({ name: 'Demo', folder });
  const server = await startServer({ port: 0, folder });
  step(`service started at ${server.url}, tenant ${tenant.apiId} created`);

  const answer = await post(server.url, tenant, table).finally(() => server.close());
  print(answer);

  step('drawing the report');
  const segmentation = segment(table, { objective: 'actionable' });
  const html = renderReport({
    segmentation,
    explanation: explain(segmentation, 'en'),
    dataName: 'Online Retail, year to 9 December 2011',
    runId: answer.run_id,
    madeAt: new Date(),
    productVersion: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
    language: 'en',
  });
  writeFileSync(report, html);
  const same = answer.customer_labels.every(({ cluster_id }, i) => cluster_id === segmentation.labels[i]);
  if (!same) throw new Error('The library and the service disagree about a customer.');
  step(`demo-report.html written (${Math.round(html.length / 1024)} kB): open it in a browser`);
  step(`the library, called directly, gave the same ${table.ids.length.toLocaleString('en')} labels`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function readSample(): CustomerTable {
  const [header = [], ...rows] = parse(readFileSync(sample));
  const names = header.slice(1);
  return {
    ids: rows.map(([id]) => id),
    names,
    columns: names.map((_, j) => Float64Array.from(rows, (row) => Number(row[j + 1]))),
  };
}

async function post(url: string, tenant: { apiId: string; secret: string }, table: CustomerTable): Promise<Answer> {
  const customers = table.ids.map((id, i) => ({
    customer_id: id,
    features: Object.fromEntries(table.names.map((name, j) => [name, table.columns[j][i]])),
  }));
  const body = JSON.stringify({ objective: 'actionable', max_clusters: 10, data: customers });
  step(`POST /api/v1/ai/purchasing_segmentation, ${(body.length / 1e6).toFixed(1)} MB`);
  const started = performance.now();
  const elapsed = (): string => ((performance.now() - started) / 1000).toFixed(1);
  const live = process.stdout.isTTY;
  const ticker = setInterval(() => live && process.stdout.write(`\r  computing, ${elapsed()} s `), 200);
  try {
    const response = await fetch(`${url}/api/v1/ai/purchasing_segmentation`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Customer-Api-Id': tenant.apiId,
        'X-Secret': tenant.secret,
      },
      body,
    });
    const text = await response.text();
    if (live) process.stdout.write('\r');
    if (response.status !== 200) throw new Error(`The service answered ${response.status}: ${text}`);
    const answer = JSON.parse(text) as Answer;
    step(`200 in ${elapsed()} s: ${answer.evaluation_metrics.length} models tried, run ${answer.run_id}`);
    return answer;
  } finally {
    clearInterval(ticker);
  }
}

function print(answer: Answer): void {
  const percent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)}%`);
  const score = (value: number | null): string => (value === null ? '-' : value.toFixed(2));
  const table = new Table({
    head: ['Segment', 'Persona', 'Customers', 'Share', 'Revenue', 'Silhouette', 'Trust'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const cluster of answer.clusters) {
    const name = cluster.cluster_id < 0 ? '-' : letterOf(cluster.cluster_id);
    const trust = cluster.trust === null ? '-' : `${cluster.trust} (${score(cluster.stability)})`;
    const { size, share, kpis, persona, silhouette } = cluster;
    table.push([
      name,
      persona.label,
      size.toLocaleString('en'),
      percent(share),
      percent(kpis.revenue_share),
      score(silhouette),
      trust,
    ]);
  }
  const { structure, selection } = answer;
  say(`\n${structure.headline}\n${structure.paragraph}\n`);
  say(table.toString());

  const named = (name: Name | null): string =>
    name
      ? `${name.algorithm} ${Object.entries(name.params)
          .map(([key, value]) => `${key}=${value}`)
          .join(' ')}`
      : 'none';
  const refused = answer.evaluation_metrics.filter(({ eligible }) => !eligible);
  say('\nDecision record');
  say(`  objective    ${selection.objective}`);
  say(`  winner       ${named(selection.winner)}`);
  say(`  runner-up    ${named(selection.runner_up)}, margin ${selection.margin?.toFixed(3) ?? '-'}`);
  say(`  separation   would choose ${named(selection.by_objective.separation)}`);
  say(`  actionable   would choose ${named(selection.by_objective.actionable)}`);
  say(`  tried        ${answer.evaluation_metrics.length} models, ${refused.length} refused${reasons(refused)}`);
  say(`  structure    ${structure.verdict}`);
  for (const test of structure.tests) say(`  ${test.question} ${test.answer}. ${test.sentence}`);
  for (const { code, message } of answer.warnings) say(`  warning      ${code}: ${message}`);
  say();
}

function reasons(refused: Answer['evaluation_metrics']): string {
  const found = [...new Set(refused.map(({ reason }) => reason))];
  return found.length === 0 ? '' : ` (${found.join(', ')})`;
}
