import type { Column } from './columns.ts';
import type { Draft } from './draft.ts';
import { missingRoles, type OrderRole, type OrderRoles, orderRoles } from './orders.ts';

/** Whether everybody has an id of its own. */
export function isId({ different, missing }: Column, rows: number): boolean {
  return missing === 0 && different === rows;
}

/** Why a draft cannot be grouped as it is; null where it can. */
export function obstacleOf(of: Draft): 'no_feature' | 'mend_columns' | 'roles' | null {
  if (of.rows === 'orders')
    return missingRoles(of.roles).length > 0 || twiceIn(of.roles) !== undefined ? 'roles' : null;
  const { read, settled } = of;
  const used = read.columns.filter(({ name }) => settled[name]?.role === 'use');
  const id = read.columns.find(({ name }) => settled[name]?.role === 'id');
  if (used.length === 0) return 'no_feature';
  const faulty = used.some(({ bad, numbers }) => bad.count > 0 || numbers?.tooEmpty);
  return faulty || (id && !isId(id, read.rows)) ? 'mend_columns' : null;
}

/** A role whose column plays another one too. */
export function twiceIn(roles: OrderRoles): OrderRole | undefined {
  return orderRoles.find((role) =>
    orderRoles.some((other) => other !== role && roles[role] !== undefined && roles[other] === roles[role]),
  );
}
