import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Mapping } from '../../src/orders/columns.ts';
import { OrdersFault } from '../../src/orders/faults.ts';
import { type ReadOrders, readOrders } from '../../src/orders/read-orders.ts';
import { type OrderRules, resolveRules } from '../../src/orders/rules.ts';

/** A folder that is there while the tests of a file run. */
export function testFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `clientele-test-${name}-`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The day after every order of the tests. */
const NOW = new Date('2026-06-30T12:00:00Z');

export interface Asked {
  readonly columns?: Mapping;
  readonly rules?: Partial<OrderRules>;
}

/** Reads a file of orders with small shares of the machine. */
export function readFile(file: string, { columns = {}, rules = {} }: Asked = {}): Promise<ReadOrders> {
  return readOrders(
    file,
    { columns, rules: resolveRules(rules, NOW), share: { threads: 2, memoryMb: 256 } },
    (read) => read,
  );
}

/** Writes lines to a file and reads them. */
export function reader(folder: string) {
  return (content: string | Uint8Array, asked: Asked = {}): Promise<ReadOrders> => {
    const file = join(folder, 'orders');
    writeFileSync(file, content);
    return readFile(file, asked);
  };
}

/** What is said about orders that cannot be read; empty when they can. */
export async function faultOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
    return '';
  } catch (error) {
    if (error instanceof OrdersFault) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** A customer's features by name. */
export function featuresOf({ table }: ReadOrders, id: string): Record<string, number | undefined> {
  const row = table.ids.indexOf(id);
  return Object.fromEntries(table.names.map((name, j) => [name, table.columns[j]?.[row]]));
}
