import { type Cells, isMissing, shownCell } from './cells.ts';

/** What a column of order lines can be, by the names of the request. */
export const orderRoles = [
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
export type OrderRole = (typeof orderRoles)[number];
/** Which column plays which role. */
export type OrderRoles = Readonly<Partial<Record<OrderRole, string>>>;
/** For each role the names that its column usually has. */
export type UsualNames = Readonly<Record<string, readonly string[]>>;

/** The columns that seem to play a role, by their names: the service finds them so where nobody says. */
export function guessRoles(columns: readonly string[], usual: UsualNames): OrderRoles {
  const roles: Partial<Record<OrderRole, string>> = {};
  for (const role of orderRoles) {
    const free = columns.filter((column) => !Object.values(roles).includes(column));
    const found = (usual[role] ?? []).flatMap((name) => free.find((column) => plain(column) === name) ?? [])[0];
    if (found !== undefined) roles[role] = found;
  }
  // An amount is taken as it stands; quantity and price make one only where there is none.
  if (roles.amount !== undefined) {
    delete roles.quantity;
    delete roles.price;
  }
  return roles;
}

function plain(column: string): string {
  return column
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

/** The roles that are missing before orders can be summed up. */
export function missingRoles(roles: OrderRoles): OrderRole[] {
  const money = roles.amount !== undefined || (roles.quantity !== undefined && roles.price !== undefined);
  const needed = (['customer', 'date'] as const).filter((role) => roles[role] === undefined);
  return money ? needed : [...needed, 'amount'];
}

/**
 * Whether a table has a row for each order: it has customers, dates and money, and of the rows at hand a customer has
 * several, or an order or product is named.
 */
export function isOrders({ columns, rows }: Cells, roles: OrderRoles): boolean {
  if (missingRoles(roles).length > 0) return false;
  if (roles.order !== undefined || roles.product !== undefined) return true;
  const at = columns.indexOf(roles.customer ?? '');
  const ids = rows.flatMap((row) => (isMissing(row[at]) ? [] : [shownCell(row[at])]));
  return new Set(ids).size < ids.length;
}
