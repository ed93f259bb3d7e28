/**
 * The library alone: six lines from numbers to named segments. Runs in Node and, bundled, in a browser's worker.
 *
 *     node examples/library.ts
 */
import { explain, segment, shop } from '@clientele/engine';

// Any table of numbers per customer; here a seeded shop of 1,000 customers with four planted groups.
const { table } = shop({ n: 1000, seed: 2 });

const segmentation = segment(table, { maxClusters: 8, objective: 'actionable' });
const { verdict, personas } = explain(segmentation, 'en');

console.log(verdict.headline);
for (const { id, label, description } of personas) {
  const { size, stability } = segmentation.segments.find((profile) => profile.id === id)!;
  console.log(`${label}: ${size} customers, returns ${stability?.toFixed(2)}. ${description}`);
}
console.log(
  `${table.ids[0]} is in segment ${segmentation.labels[0]}, confidence ${segmentation.confidence[0].toFixed(2)}`,
);
