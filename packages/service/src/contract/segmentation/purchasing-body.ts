import type { CustomerTable } from '@clientele/engine';

/** Customers of a table as a request of purchasing_segmentation has them; `told` is what is sent for a number. */
export function customersOf(
  { ids, names, columns }: CustomerTable,
  told: (value: number) => number | null = (value) => value,
): { customer_id: string; features: Record<string, number | null> }[] {
  return ids.map((customer_id, i) => ({
    customer_id,
    features: Object.fromEntries(names.map((name, j) => [name, told(columns[j]?.[i] ?? NaN)])),
  }));
}
