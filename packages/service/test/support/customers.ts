import { type Language, shop } from '@clientele/engine';
import { customerExample } from '../../src/contract/segmentation/customer-segmentation.ts';
import { type CustomerAnswer, customerAnswer } from '../../src/contract/segmentation/customer-segmentation-answer.ts';
import type { ErrorBody } from '../../src/contract/errors.ts';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { Value } from 'typebox/value';
import { expect } from 'vitest';
import type { Body } from './bodies.ts';
import { outcomeBy } from './outcomes.ts';

/** The second contract's example, fresh. */
export function customerBody(): Body {
  return structuredClone(customerExample) as Body;
}

/** A shop of `n` planted customers as flat rows. */
export function flatShop(n: number, seed = 1): Body {
  const { table } = shop({ n, seed });
  const data = table.ids.map((customer_id, i) => ({
    customer_id,
    ...Object.fromEntries(table.names.map((name, j) => [name, table.columns[j][i]])),
  }));
  return { data };
}

/** What becomes of a body: status, and the answer or the error's body. */
export function outcomeOf(body: unknown, language: Language | null = null, limits = jsonLimits) {
  return outcomeBy('customer_segmentation', body, { language, limits });
}

/** The answer in `text`, checked: it is as documented, and it adds up. */
export function checkedCustomerAnswer(text: string): CustomerAnswer {
  const answer = JSON.parse(text) as CustomerAnswer;
  expect([...Value.Errors(customerAnswer, answer)].slice(0, 3)).toEqual([]);
  for (const { size, customers } of answer.segments) expect(customers).toHaveLength(size);
  const everyone = answer.segments.flatMap(({ customers }) => customers);
  expect(new Set(everyone).size).toBe(everyone.length);
  expect(everyone).toHaveLength(answer.preprocessing.customers);
  return answer;
}

export function answered(body: unknown, language: Language | null = null): CustomerAnswer {
  const { status, text } = outcomeOf(body, language);
  expect([status, status === 200 ? '' : text]).toEqual([200, '']);
  return checkedCustomerAnswer(text);
}

export function refused(body: unknown, language: Language | null = null): ErrorBody & { readonly status: number } {
  const { status, text } = outcomeOf(body, language);
  return { status, ...(JSON.parse(text) as ErrorBody) };
}
