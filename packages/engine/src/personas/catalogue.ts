import type { Role } from '../segmentation/meaning.ts';
import type { SegmentFacts } from './facts.ts';

/** What a campaign may do with a segment. The first four are the plays of the customer-segmentation contract. */
export const plays = [
  'high_value',
  'growth',
  'price_sensitive',
  'at_risk',
  'loyalty',
  'welcome',
  'low_priority',
  'observe',
  'review',
] as const;
/** See `plays`. */
export type Play = (typeof plays)[number];

/** The kinds of segment that have a name; `distinct` is named by its facts, `outliers` is noise. */
export const personaKeys = [
  'champions',
  'high_value',
  'at_risk',
  'lost',
  'discount',
  'price_sensitive',
  'big_ticket',
  'loyal',
  'new',
  'growth',
  'light',
  'average',
  'distinct',
  'outliers',
] as const;
/** See `personaKeys`. */
export type PersonaKey = (typeof personaKeys)[number];

/**
 * Difference to the typical customer in standard deviations, by role; 0 where the table has no such feature or the
 * difference is below the threshold. Positive is more of the feature: for recency, longer ago.
 */
export type Signals = Readonly<Record<Exclude<Role, 'other'>, number>>;

interface Entry {
  readonly key: PersonaKey;
  readonly play: Play;
  readonly when: (signals: Signals) => boolean;
}

/** Among fewer customers a difference names itself only: one person is no champion, and 15 days are not long gone. */
const FEWEST_CUSTOMERS = 10;
/** A difference this large puts a segment at the top, not merely above. */
const FAR = 1;

/**
 * The known kinds of segment, tried from top to bottom; the first whose condition holds is taken. Conditions see only
 * differences that pass the threshold, so `> 0` means tested and more, `< 0` tested and less, `=== 0` typical.
 */
const entries: readonly Entry[] = [
  {
    key: 'lost',
    play: 'low_priority',
    when: ({ recency, spend, orders }) => recency > 0 && (spend < 0 || orders < 0),
  },
  { key: 'at_risk', play: 'at_risk', when: ({ recency }) => recency > 0 },
  {
    key: 'champions',
    play: 'high_value',
    when: ({ spend, orders, loyalty }) => spend >= FAR && (orders > 0 || loyalty > 0),
  },
  { key: 'discount', play: 'price_sensitive', when: ({ discount }) => discount > 0 },
  { key: 'price_sensitive', play: 'price_sensitive', when: ({ ticket, orders }) => ticket < 0 && orders > 0 },
  { key: 'big_ticket', play: 'high_value', when: ({ ticket, orders }) => ticket > 0 && orders <= 0 },
  { key: 'loyal', play: 'loyalty', when: ({ orders, loyalty }) => orders > 0 || loyalty > 0 },
  { key: 'high_value', play: 'high_value', when: ({ spend }) => spend > 0 },
  {
    key: 'new',
    play: 'welcome',
    when: ({ recency, orders, tenure, spend }) => tenure < 0 || (recency < 0 && orders < 0 && spend <= 0),
  },
  { key: 'growth', play: 'growth', when: ({ recency }) => recency < 0 },
  { key: 'distinct', play: 'growth', when: ({ range }) => range > 0 },
  { key: 'light', play: 'low_priority', when: ({ spend, orders }) => spend < 0 || orders < 0 },
  { key: 'price_sensitive', play: 'price_sensitive', when: ({ ticket }) => ticket < 0 },
];

/** Persona and play by every condition that holds, the best fitting first. Never empty. */
export function candidatesFor(facts: SegmentFacts): { key: PersonaKey; play: Play }[] {
  if (facts.id < 0) return [{ key: 'outliers', play: 'review' }];
  if (facts.facts.length === 0) return [{ key: 'average', play: 'observe' }];
  if (facts.size / facts.share < FEWEST_CUSTOMERS) return [{ key: 'distinct', play: 'observe' }];
  const signals = signalsOf(facts);
  const fitting = entries.filter(({ when }) => when(signals)).map(({ key, play }) => ({ key, play }));
  return [...fitting, { key: 'distinct', play: 'observe' }];
}

function signalsOf({ facts }: SegmentFacts): Signals {
  // Facts fall in strength, so the first of a role is its strongest.
  const of = (role: Role): number => facts.find((fact) => fact.role === role)?.effect ?? 0;
  return {
    spend: of('spend'),
    orders: of('orders'),
    ticket: of('ticket'),
    range: of('range'),
    loyalty: of('loyalty'),
    recency: of('recency'),
    tenure: of('tenure'),
    discount: of('discount'),
  };
}
