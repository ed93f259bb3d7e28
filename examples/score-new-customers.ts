/**
 * A segmentation is kept as plain JSON and gives new customers their segment, with the preprocessing frozen.
 *
 *     node examples/score-new-customers.ts
 */
import { score, segment, shop, toModel } from '@clientele/engine';

const { table } = shop({ n: 1000, seed: 7 });
const stored = JSON.stringify(toModel(segment(table, { maxClusters: 6 })));

const { table: newcomers } = shop({ n: 5, seed: 8 });
const { labels, confidence, outOfRange } = score(JSON.parse(stored), newcomers);
newcomers.ids.forEach((id, i) =>
  console.log(
    `${id}: segment ${labels[i]}, confidence ${confidence[i].toFixed(2)}${outOfRange[i] ? ', out of range' : ''}`,
  ),
);
