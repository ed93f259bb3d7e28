import { Value } from 'typebox/value';
import { expect } from 'vitest';
import { type PurchasingAnswer, purchasingAnswer } from '../../src/contract/segmentation/purchasing-answer.ts';

/** The answer in `text`, checked: it is as documented, so no number in it was NaN or infinite, and it adds up. */
export function checkedAnswer(text: string): PurchasingAnswer {
  const answer = JSON.parse(text) as PurchasingAnswer;
  expect([...Value.Errors(purchasingAnswer, answer)].slice(0, 3)).toEqual([]);
  const sizes = new Map(answer.clusters.map(({ cluster_id, size }) => [cluster_id, size]));
  for (const [id, size] of sizes)
    expect(answer.customer_labels.filter(({ cluster_id }) => cluster_id === id)).toHaveLength(size);
  expect([...sizes.values()].reduce((sum, size) => sum + size, 0)).toBe(answer.customer_labels.length);
  expect(new Set(answer.clusters.map(({ persona_label }) => persona_label)).size).toBe(answer.clusters.length);
  return answer;
}
