import type { FeatureHint, ResolvedOptions } from '../base/options.ts';

/** What a feature tells about a customer, as far as its name or a hint says. */
export const roles = [
  'spend',
  'orders',
  'ticket',
  'range',
  'loyalty',
  'recency',
  'tenure',
  'discount',
  'other',
] as const;
export type Role = (typeof roles)[number];

export type Hints = ResolvedOptions['featureHints'];

/** What is known about a feature. */
export interface Meaning {
  readonly role: Role;
  readonly kind: FeatureHint['kind'];
  /** Which way is better for the business. */
  readonly direction: FeatureHint['direction'];
  /** The caller's own name for it; null without one. */
  readonly label: string | null;
}

type Known = Omit<Meaning, 'label' | 'role'> & { readonly names: readonly string[] };

// The first name of each list is the standard one; earlier names win where a table has several.
const known: Record<Exclude<Role, 'other'>, Known> = {
  spend: {
    kind: 'money',
    direction: 'more',
    names: [
      'purchase_total',
      'total_purchases',
      'total_spend',
      'total_spent',
      'spend',
      'spending',
      'monetary',
      'monetary_value',
      'total_revenue',
      'revenue',
      'total_sales',
      'sales',
      'total_amount',
      'amount',
      'turnover',
      'lifetime_value',
    ],
  },
  orders: {
    kind: 'count',
    direction: 'more',
    names: [
      'visit_frequency',
      'frequency',
      'orders',
      'order_count',
      'n_orders',
      'num_orders',
      'number_of_orders',
      'total_orders',
      'purchases',
      'purchase_count',
      'num_purchases',
      'purchase_frequency',
      'visits',
      'transactions',
      'transaction_count',
      'invoices',
    ],
  },
  ticket: {
    kind: 'money',
    direction: 'more',
    names: [
      'avg_ticket',
      'average_ticket',
      'ticket',
      'avg_order_value',
      'average_order_value',
      'order_value',
      'aov',
      'avg_basket',
      'average_basket',
      'basket_value',
      'avg_purchase',
      'avg_purchase_value',
    ],
  },
  range: {
    kind: 'count',
    direction: 'more',
    names: [
      'product_diversity',
      'products',
      'n_products',
      'num_products',
      'product_count',
      'distinct_products',
      'unique_products',
      'categories',
      'n_categories',
      'category_count',
      'distinct_categories',
    ],
  },
  loyalty: { kind: 'share', direction: 'more', names: ['loyalty_score', 'loyalty', 'loyalty_index'] },
  recency: {
    kind: 'days',
    direction: 'less',
    names: [
      'recency_days',
      'recency',
      'days_since_last_order',
      'days_since_last_purchase',
      'days_since_last_visit',
      'days_since_last_transaction',
      'last_order_days',
    ],
  },
  tenure: {
    kind: 'days',
    direction: 'more',
    names: ['tenure_days', 'days_since_first_order', 'days_since_first_purchase', 'customer_age_days'],
  },
  discount: {
    kind: 'share',
    direction: 'neither',
    names: ['discount_share', 'discount_rate', 'discount_usage', 'promo_share', 'promotion_share', 'coupon_share'],
  },
};

const knownRoles = roles.filter((role) => role !== 'other');

/**
 * The meaning of a feature: its hint first, else what its name is known for, else none. A hint that contradicts the
 * known name (another kind, or the other way round) takes the role away, so that no sentence is said about it in words
 * that were made for something else.
 */
export function meaningOf(name: string, hints: Hints): Meaning {
  const role = roleOf(name);
  const hint = hintOf(name, hints);
  const usual = role === 'other' ? null : known[role];
  if (!hint) return { role, kind: usual?.kind ?? 'other', direction: usual?.direction ?? 'neither', label: null };
  const agrees = usual !== null && usual.kind === hint.kind && !opposite(usual.direction, hint.direction);
  return { role: agrees ? role : 'other', kind: hint.kind, direction: hint.direction, label: hint.label ?? null };
}

/**
 * The meaning of every feature of a table. Of several features with one role the most standard name keeps it; the others
 * keep their kind only, so that a sentence about spend always means one column.
 */
export function meaningsOf(names: readonly string[], hints: Hints): Map<string, Meaning> {
  const taken = new Set<Role>();
  const meanings = new Map(names.map((name) => [name, meaningOf(name, hints)]));
  for (const name of names.toSorted((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))) {
    const meaning = meanings.get(name);
    if (!meaning || meaning.role === 'other') continue;
    if (taken.has(meaning.role)) meanings.set(name, { ...meaning, role: 'other' });
    taken.add(meaning.role);
  }
  return meanings;
}

/** How early a name stands among the known ones of its role; lower is more standard. Infinity for unknown names. */
export function rankOf(name: string): number {
  const role = roleOf(name);
  return role === 'other' ? Infinity : known[role].names.indexOf(plainName(name));
}

function roleOf(name: string): Role {
  const plain = plainName(name);
  return knownRoles.find((role) => known[role].names.includes(plain)) ?? 'other';
}

function hintOf(name: string, hints: Hints): FeatureHint | undefined {
  return hints && Object.hasOwn(hints, name) ? hints[name] : undefined;
}

function opposite(a: FeatureHint['direction'], b: FeatureHint['direction']): boolean {
  return a !== 'neither' && b !== 'neither' && a !== b;
}

/** "TotalSpend", "total spend" and "total_spend" are one name. */
function plainName(name: string): string {
  return name
    .trim()
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_');
}
