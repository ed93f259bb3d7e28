import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ordersPaths } from '../../src/contract/orders/orders.ts';
import { compute } from '../../src/runs/compute.ts';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { testFolder } from '../support/orders.ts';

const guide = readFileSync(resolve(import.meta.dirname, '../../../../docs/orders.md'), 'utf8');
const bin = resolve(import.meta.dirname, '../../bin/clientele.cjs');
const folder = testFolder('guide');

test('the commands at the head of the guide run one after the other, as they stand there', () => {
  const rows = Array.from(
    { length: 400 },
    (_, i) =>
      `c${i % 40},2025-${String(1 + (i % 12)).padStart(2, '0')}-1${i % 10},${5 + (i % 40) * (1 + (i % 3))},p${i % 9}`,
  );
  writeFileSync(join(folder, 'orders.csv'), ['customer_id,order_date,amount,product_id', ...rows, ''].join('\n'));
  const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(guide) ?? [];
  const commands = block.trim().split('\n');
  expect(commands.length).toBe(4);
  for (const command of commands) {
    const [name, ...args] = command.split(' ');
    expect(name).toBe('clientele');
    execFileSync(process.execPath, [bin, ...args], { cwd: folder, stdio: 'pipe' });
  }
  for (const file of ['customers.csv', 'rfm.csv', 'loyalty.csv']) expect(existsSync(join(folder, file))).toBe(true);
});

test('the body of the guide is answered', () => {
  const [, body = ''] = /```json\n([\s\S]*?)```/.exec(guide) ?? [];
  expect(guide).toContain(ordersPaths.customer_features);
  const outcome = compute({
    kind: 'orders',
    question: 'customer_features',
    errors: 'purchasing',
    body: [new TextEncoder().encode(body)],
    language: null,
    limits: jsonLimits,
    now: 0,
  });
  expect(outcome).toMatchObject({ kind: 'answer' });
  const { customers } = JSON.parse(new TextDecoder().decode('body' in outcome ? outcome.body : undefined)) as {
    customers: { features: object }[];
  };
  expect(customers[0]?.features).toMatchObject({ purchase_total: 918.95, recency_days: 3 });
});
