import type { Segmentation } from '../segmentation/segmentation.ts';
import { LOWEST_FIDELITY } from '../segmentation/rules.ts';
import { ascendingOrder, inOrder } from '../matrix/order.ts';
import { FACT_THRESHOLD } from './facts.ts';
import type { Persona } from './describe.ts';
import { capital, type Voice } from './words.ts';

/** Points by which the share of value must differ from the share of customers to be a finding. */
const UNEVEN = 0.1;
/** A segment stands apart on a feature when it overlaps the others by less. */
const ALONE = 0.25;
/** Share of customers below silhouette zero from which the title says so. */
const MANY_ELSEWHERE = 0.15;
/** Mean silhouette from which customers sit well inside. */
const WELL_INSIDE = 0.3;
/** Customers looked at for overlaps; canonical order makes the first ones a random sample. */
const OVERLAP_ROWS = 5_000;
/** Fewer customers of a segment than this say nothing about its overlap. */
const FEWEST_ROWS = 10;

export interface FigureTitles {
  readonly ribbon: string | null;
  readonly map: string | null;
  readonly profile: string | null;
  readonly distributions: string | null;
  readonly silhouette: string | null;
  readonly rules: string | null;
}

/**
 * What each figure shows, as a sentence that a number in the run supports. Null where nothing could be tested, and where
 * the title would name segments although there is no structure: the figure then keeps its plain description.
 */
export function figureTitles(segmentation: Segmentation, personas: readonly Persona[], voice: Voice): FigureTitles {
  const labels = new Map(personas.map(({ id, label }) => [id, label]));
  return {
    ribbon: ribbonTitle(segmentation, labels, voice),
    map: mapTitle(segmentation, voice),
    profile: profileTitle(segmentation, voice),
    distributions: distributionsTitle(segmentation, labels, voice),
    silhouette: silhouetteTitle(segmentation, voice),
    rules: rulesTitle(segmentation, voice),
  };
}

type Labels = ReadonlyMap<number, string>;

function ribbonTitle(
  { segments, structure }: Segmentation,
  labels: Labels,
  { say, share, noun, labels: names }: Voice,
) {
  if (structure.verdict === 'none') return null;
  const valued = segments.flatMap(({ id, share: customers, value }) =>
    value && value.share !== null ? [{ id, customers, feature: value.feature, part: value.share }] : [],
  );
  if (valued.length === 0) return null;
  const widest = valued.reduce((a, b) => (Math.abs(b.part - b.customers) > Math.abs(a.part - a.customers) ? b : a));
  const { id, customers, part, feature } = widest;
  if (Math.abs(part - customers) < UNEVEN)
    return say('title_ribbon_even', { feature: names[feature]?.label ?? feature });
  const values = {
    label: labels.get(id) ?? '',
    customers: share(customers),
    value: share(part),
    feature: noun(feature),
  };
  return say('title_ribbon', values);
}

function mapTitle({ structure: { verdict }, segments }: Segmentation, { say }: Voice): string | null {
  if (segments.length < 2) return null;
  return say(verdict === 'strong' || verdict === 'moderate' ? 'title_map_gaps' : 'title_map_shade');
}

/** The features whose medians differ most between segments. */
function profileTitle({ segments, space }: Segmentation, { say, noun }: Voice): string | null {
  const groups = segments.filter(({ id }) => id >= 0);
  if (groups.length < 2) return null;
  const [first, second] = space.used
    .map((feature) => {
      const effects = groups.map(({ effects: of }) => of[feature] ?? 0);
      return { feature, width: Math.max(...effects) - Math.min(...effects) };
    })
    .filter(({ width }) => width >= FACT_THRESHOLD)
    .toSorted((a, b) => b.width - a.width || (a.feature < b.feature ? -1 : 1));
  if (!first) return say('title_profile_none');
  const a = noun(first.feature);
  // A language may open the sentence with the feature.
  return capital(second ? say('title_profile_two', { a, b: noun(second.feature) }) : say('title_profile_one', { a }));
}

function distributionsTitle(segmentation: Segmentation, labels: Labels, { say, noun }: Voice): string | null {
  const { segments, structure, columns, space } = segmentation;
  const groups = segments.filter(({ id }) => id >= 0);
  if (groups.length < 2 || structure.verdict === 'none') return null;
  const rows = space.order.slice(0, OVERLAP_ROWS);
  const segmentOf = rows.map((row) => segmentation.labels[row]);
  // Ids that were kept from an earlier run may leave gaps.
  const ids = 1 + Math.max(...groups.map(({ id }) => id));
  let found: { id: number; feature: string } | null = null;
  let least = ALONE;
  for (const [j, { name, constant }] of columns.entries()) {
    if (constant) continue;
    const overlaps = overlapsOf(inOrder(space.filled[j], rows), segmentOf, ids);
    for (const [id, overlap] of overlaps.entries()) {
      if (overlap === null || !(overlap < least)) continue;
      least = overlap;
      found = { id, feature: name };
    }
  }
  if (!found) return say('title_distributions_none');
  return say('title_distributions', { label: labels.get(found.id) ?? '', feature: noun(found.feature) });
}

/**
 * How much each segment 0, 1, ... and all others overlap on a feature: the least share of wrong sides over all cuts of
 * the feature in two, both groups counted alike (1 less the Kolmogorov-Smirnov distance). Null with too few customers on
 * one side. O(n).
 *
 * @param segmentOf segment of each value, -1 for noise
 */
export function overlapsOf(values: Float64Array, segmentOf: Int32Array, segments: number): (number | null)[] {
  const n = values.length;
  const order = ascendingOrder(values);
  const sizes = new Int32Array(segments);
  for (const id of segmentOf) if (id >= 0) sizes[id]++;
  const below = new Int32Array(segments);
  // The largest distance of each segment, in units of 1 / (its size x the number of others): a whole number.
  const distances = new Float64Array(segments);
  const look = (id: number, at: number): void => {
    const distance = Math.abs(below[id] * n - at * sizes[id]);
    if (distance > distances[id]) distances[id] = distance;
  };
  for (let from = 0, to = 0; from < n; from = to) {
    while (to < n && values[order[to]] === values[order[from]]) to++;
    // The distance of a segment is largest just before or just after one of its own values.
    for (let i = from; i < to; i++) if (segmentOf[order[i]] >= 0) look(segmentOf[order[i]], from);
    for (let i = from; i < to; i++) if (segmentOf[order[i]] >= 0) below[segmentOf[order[i]]]++;
    for (let i = from; i < to; i++) if (segmentOf[order[i]] >= 0) look(segmentOf[order[i]], to);
  }
  return Array.from(sizes, (size, id) =>
    size < FEWEST_ROWS || n - size < FEWEST_ROWS ? null : 1 - distances[id] / (size * (n - size)),
  );
}

function silhouetteTitle({ segments, winner }: Segmentation, { say, share }: Voice): string | null {
  const measured = segments.flatMap(({ size, silhouette, id }) =>
    silhouette && id >= 0 ? [{ size, silhouette }] : [],
  );
  if (!winner.silhouette || measured.length === 0) return null;
  const all = measured.reduce((sum, { size }) => sum + size, 0);
  const below = measured.reduce((sum, { size, silhouette }) => sum + (size / all) * silhouette.belowZero, 0);
  if (below > MANY_ELSEWHERE) return say('title_silhouette_elsewhere', { share: share(below) });
  return say(winner.silhouette.mean < WELL_INSIDE ? 'title_silhouette_near' : 'title_silhouette_far');
}

function rulesTitle({ rules, segments }: Segmentation, { say, share }: Voice): string | null {
  if (segments.length < 2) return null;
  if (rules.fidelity === null) return say('title_rules_few');
  if (rules.withheld || rules.fidelity < LOWEST_FIDELITY) return say('title_rules_none');
  const conditions = rules.rules.flatMap(({ conditions: all }) =>
    all.map(({ feature, threshold }) => [feature, threshold]),
  );
  const n = new Set(conditions.map((condition) => JSON.stringify(condition))).size;
  return say('title_rules', { n, fidelity: share(rules.fidelity) });
}
