/** What a column of order lines can be. */
export const roles = [
  'customer',
  'date',
  'amount',
  'quantity',
  'price',
  'order',
  'product',
  'category',
  'points',
] as const;
export type Role = (typeof roles)[number];
