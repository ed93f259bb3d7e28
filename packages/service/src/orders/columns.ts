import { shortened } from '@clientele/engine';
import { type Role, roles } from './roles.ts';
import { OrdersFault } from './faults.ts';
import { plain, usualNames } from './usual-names.ts';

/** Which column plays which role. */
export type Mapping = Readonly<Partial<Record<Role, string>>>;

/** The columns for each role: those that were named, others by their usual names. Throws an OrdersFault. */
export function mapColumns(columns: readonly string[], given: Mapping): Mapping {
  const mapping: Partial<Record<Role, string>> = {};
  for (const role of roles) {
    const column = given[role];
    if (column === undefined) continue;
    if (!columns.includes(column))
      throw new OrdersFault('NO_COLUMN', { column, flag: `--${role}`, columns: listed(columns) });
    const other = roles.find((one) => mapping[one] === column);
    if (other) throw new OrdersFault('ROLE_TWICE', { flag: `--${other}`, other: `--${role}`, column });
    mapping[role] = column;
  }
  for (const role of roles) mapping[role] ??= guess(role, columns, mapping);
  // An amount is taken as it stands; quantity and price make one only where there is none.
  if (mapping.amount !== undefined && given.quantity === undefined && given.price === undefined) {
    delete mapping.quantity;
    delete mapping.price;
  } else if (given.amount === undefined && mapping.quantity !== undefined && mapping.price !== undefined)
    delete mapping.amount;
  for (const role of ['customer', 'date'] as const)
    if (mapping[role] === undefined)
      throw new OrdersFault('ROLE_MISSING', { role, flag: `--${role}`, columns: listed(columns) });
  if (mapping.amount === undefined && (mapping.quantity === undefined || mapping.price === undefined))
    throw new OrdersFault('AMOUNT_MISSING', { columns: listed(columns) });
  return Object.fromEntries(roles.flatMap((role) => (mapping[role] === undefined ? [] : [[role, mapping[role]]])));
}

function guess(role: Role, columns: readonly string[], taken: Mapping): string | undefined {
  const free = columns.filter((column) => !Object.values(taken).includes(column));
  for (const usual of usualNames[role]) {
    const found = free.find((column) => plain(column) === usual);
    if (found !== undefined) return found;
  }
}

const LISTED = 30;

function listed(columns: readonly string[]): string {
  return columns
    .slice(0, LISTED)
    .map((column) => shortened(column, 40))
    .join(', ');
}
