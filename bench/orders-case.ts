/**
 * Reads one file of orders in a process of its own, so that its peak memory is its own. Prints one line of JSON.
 *
 *   node --conditions=development bench/orders-case.ts FILE '{"asOf":"2026-12-31"}' MEMORY_MB THREADS [segments]
 */
import { segment } from '@clientele/engine';
import { openThreads } from '@clientele/engine/node';
import { readOrders } from '../packages/service/src/orders/read-orders.ts';
import { resolveRules } from '../packages/service/src/orders/rules.ts';
import { peakMb } from './peak.ts';

const [file, rules, memoryMb, threads, goal] = process.argv.slice(2);
const start = performance.now();
const share = { memoryMb: Number(memoryMb), threads: Number(threads) };
const options = { columns: {}, rules: resolveRules(JSON.parse(rules) as object, new Date()), share };
const { census, table } = await readOrders(file, options, (read) => read);
const seconds = { features: (performance.now() - start) / 1000, segments: 0 };
if (goal === 'segments') {
  const team = openThreads(Number(threads));
  segment(table);
  seconds.segments = (performance.now() - start) / 1000;
  await team.close();
}
console.log(JSON.stringify({ lines: census.lines, customers: table.ids.length, seconds, peakMb: peakMb() }));
