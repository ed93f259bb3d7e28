import { adjustedRand, type Candidate, foldedGroups, type TreeTop, treeTop } from '@clientele/engine';
import { scaleSqrt } from 'd3-scale';
import type { Report } from '../context.ts';
import { type Markup, markup, px } from '../markup.ts';
import { sameAs } from './candidates.ts';
import { bothWidths, type DrawnFigure, figure, NARROW, svg, textWidth } from './frame.ts';
import { counted, words } from './sheet.ts';

/** Groups at the foot of the picture; everything below them is folded into them. */
const MOST_GROUPS = 24;
const MOST_GROUPS_NARROW = 10;
/** Cuts that are compared, and listed in the table. */
const MOST_CUT = 10;
const HEIGHT = 210;
const TOP = 12;
const FOOT = 30;
const LEFT = 34;
const BAR = 7;
const GAP = 3;
const NARROWEST = 4;

type Ward = Candidate & { readonly model: Extract<Candidate['model'], { kind: 'Agglomerative' }> };

/** Who is merged with whom in Ward's tree, and where the chosen number of segments cuts it: a second opinion. */
export function wardTree(report: Report): DrawnFigure | null {
  const { say, format, segmentation } = report;
  const k = segmentation.winner.nClusters;
  const ward = wardOf(report, k);
  if (!ward || k < 2 || ward.model.leaves <= k) return null;
  const { model } = ward;
  const own = sameAs(ward, segmentation.winner);
  const cuts = cutsOf(model, Math.max(MOST_CUT, k));
  const clear = cuts.every(({ gap }) => gap <= (cuts[k - 2]?.gap ?? 0));
  const agreement = own ? null : adjustedRand(ward.labels, segmentation.winner.labels);
  return figure(report, {
    id: 'ward',
    title: say(clear ? 'ward_clear' : 'ward_unclear', { k }),
    subtitle: say('ward_sub'),
    body: bothWidths(report, (width, className) =>
      drawing(report, { ward, own, cut: cuts[k - 2] }, { width, className }),
    ),
    foot: [
      agreement === null ? say('ward_own') : say('ward_agreement', { k, agreement: format.score(agreement) }),
      say('ward_scale'),
      ...(model.microClusters === null ? [] : [say('ward_micro', { n: model.microClusters })]),
    ].join(' '),
    howToRead: say('how_ward'),
    sheet: {
      columns: [say('segments'), say('ward_height'), say('customers')],
      rows: cuts.map((cut) => [
        counted(cut.k, String),
        counted(cut.height, (height) => format.value(height, 'other')),
        words(cut.sizes.join(' '), cut.sizes.map(format.count).join(', ')),
      ]),
    },
    onScreenOnly: true,
  });
}

/** The tree with the chosen number of groups; all cuts of it have one model. Null for a tree by another linkage. */
function wardOf({ segmentation: { candidates, options } }: Report, k: number): Ward | null {
  if (options.linkage !== 'ward') return null;
  const isWard = (candidate: Candidate): candidate is Ward =>
    candidate.model.kind === 'Agglomerative' && 'k' in candidate.params && candidate.params.k === k;
  return candidates.find(isWard) ?? null;
}

interface Cut {
  readonly k: number;
  /** Where the cut lies: in the middle, as it is drawn, of the merges above and below it. */
  readonly height: number;
  /** How far these merges lie apart, as it is drawn. */
  readonly gap: number;
  /** Of the groups, the largest first. */
  readonly sizes: readonly number[];
}

/** The cuts into 2, 3, ... groups. */
function cutsOf(tree: Ward['model'], most: number): Cut[] {
  const { leaves, heights } = tree;
  return Array.from({ length: Math.max(0, Math.min(most, leaves - 1) - 1) }, (_, i) => {
    const k = i + 2;
    const below = Math.sqrt(heights[leaves - 1 - k] ?? 0);
    const above = Math.sqrt(heights[leaves - k] ?? 0);
    const sizes = foldedGroups(treeTop(tree, k)).map(({ size }) => size);
    return { k, height: ((below + above) / 2) ** 2, gap: above - below, sizes: sizes.toSorted((a, b) => b - a) };
  });
}

interface Drawn {
  readonly ward: Ward;
  /** Whether the tree is what was chosen: then its groups have the colours of segments. */
  readonly own: boolean;
  readonly cut: Cut | undefined;
}

function drawing(report: Report, drawn: Drawn, { width, className }: { width: number; className: string }): Markup {
  const { say, format } = report;
  const { ward, cut } = drawn;
  const narrow = width <= NARROW;
  const k = cut?.k ?? 1;
  const top = treeTop(ward.model, Math.max(k, narrow ? MOST_GROUPS_NARROW : MOST_GROUPS));
  const places = placed(foldedGroups(top), width - LEFT);
  const y = scaleSqrt([0, top.height || 1], [HEIGHT - FOOT, TOP]);
  const grid = y
    .ticks(4)
    .map(
      (tick) =>
        markup`<line class="grid" x1="${LEFT}" x2="${px(width)}" y1="${px(y(tick))}" y2="${px(y(tick))}"/><text class="quiet" x="${LEFT - 6}" y="${px(y(tick) + 4)}" text-anchor="end">${format.compact(tick)}</text>`,
    );
  const middle = (node: TreeTop): number => {
    if (node.halves) return (middle(node.halves[0]) + middle(node.halves[1])) / 2;
    const place = places.get(node);
    return place ? LEFT + place.x + place.width / 2 : LEFT;
  };
  const cutHeight = cut?.height ?? 0;
  const elbows = (node: TreeTop): Markup[] => {
    if (!node.halves) return [];
    const [a, b] = node.halves;
    const at = (half: TreeTop): string => px(y(half.halves ? half.height : 0));
    const path = `M${px(middle(a))} ${at(a)}V${px(y(node.height))}H${px(middle(b))}V${at(b)}`;
    const line = markup`<path class="elbow${node.height > cutHeight ? ' above' : ''}" d="${path}"/>`;
    // What lies above is drawn last, over what lies below.
    return [...elbows(a), ...elbows(b), line];
  };
  const label = say('ward_cut', { k });
  const line =
    cut &&
    markup`<line class="mean-halo" x1="${LEFT}" x2="${px(width)}" y1="${px(y(cutHeight))}" y2="${px(y(cutHeight))}"/><line class="mean" x1="${LEFT}" x2="${px(width)}" y1="${px(y(cutHeight))}" y2="${px(y(cutHeight))}"/><text class="strong haloed" x="${LEFT + 4}" y="${px(y(cutHeight) - 6)}">${label}</text>`;
  const describe = say('ward_describe', { k, sizes: (cut?.sizes ?? []).map(format.count).join(', ') });
  const boxes = [...places].map(([node, place]) => box(report, node, place, drawn));
  return svg({ width, height: HEIGHT, className, title: say('ward_title'), describe }, [
    ...grid,
    ...elbows(top),
    ...boxes,
    ...(line ? [line] : []),
  ]);
}

interface Place {
  readonly x: number;
  readonly width: number;
}

/** Widths by customers, none too narrow to be seen. */
function placed(groups: readonly TreeTop[], width: number): Map<TreeTop, Place> {
  const room = width - GAP * (groups.length - 1) - NARROWEST * groups.length;
  const all = groups.reduce((sum, { size }) => sum + size, 0);
  let x = 0;
  return new Map(
    groups.map((group) => {
      const place = { x, width: NARROWEST + (group.size / all) * Math.max(0, room) };
      x += place.width + GAP;
      return [group, place];
    }),
  );
}

function box(report: Report, { size, row }: TreeTop, { x, width }: Place, { own }: Drawn): Markup {
  const { say, format, segments, segmentation } = report;
  const { labels, space } = segmentation;
  const segment = own ? segments.find(({ id }) => id === labels[space.order[row] ?? -1]) : undefined;
  const count = format.count(size);
  const text =
    textWidth(count) <= width &&
    markup`<text class="quiet" x="${px(LEFT + x + width / 2)}" y="${HEIGHT - 4}" text-anchor="middle">${count}</text>`;
  const spoken = `${segment ? `${segment.name}: ` : ''}${say('n_customers', { n: size })}`;
  return markup`<g class="${segment?.tone ?? 's-all'}" data-label="${spoken}"><rect class="${segment ? 'fill' : 'rest'}" x="${px(LEFT + x)}" y="${HEIGHT - FOOT + 2}" width="${px(width)}" height="${BAR}" rx="1"/>${text}</g>`;
}
