import {
  buildSpace,
  type Candidate,
  crowd,
  type CustomerTable,
  type Explanation,
  type FeatureSummary,
  type Language,
  quantileSorted,
  resolveOptions,
  type Segmentation,
  type SegmentProfile,
  shop,
  type Structure,
  type Verdict,
} from '@clientele/engine';
import type { ReportInput } from '../../src/report/report.ts';

interface Wanted {
  readonly n?: number;
  readonly groups?: number;
  readonly verdict?: Verdict;
  /** The first so many customers belong nowhere. */
  readonly noise?: number;
  /** Another table and its labels instead of the planted shop. */
  readonly given?: { readonly table: CustomerTable; readonly labels: Int32Array };
}

/** A segmentation put together by hand from planted groups: every number of it is known without fitting anything. */
export function plantedSegmentation({
  n = 400,
  groups = 4,
  verdict = 'weak',
  noise = 0,
  given,
}: Wanted = {}): Segmentation {
  const { table, labels: planted } = given ?? (verdict === 'none' ? crowdOf(n, groups) : shop({ n, seed: 7, groups }));
  const options = resolveOptions({});
  const { space } = buildSpace(table, options);
  const k = Math.max(...planted) + 1;
  const labels = planted.map((label, row) => (row < noise ? -1 : label));
  const ranked = byValue(table, labels, k);
  const own = labels.map((label) => (label < 0 ? -1 : ranked.indexOf(label)));
  const base = summaries(table, () => true);
  const ids = [...Array.from({ length: k }, (_, id) => id), ...(noise > 0 ? [-1] : [])];
  const candidates = candidatesOf(table.ids.length, own);
  const winner = candidates[2];
  const structure: Structure = {
    verdict,
    gap: Array.from({ length: 6 }, (_, i) => ({
      k: i + 1,
      box: 0.8 + i / 50,
      boxError: 0.01,
      marginal: 0.9 - i / 100,
      marginalError: 0.01,
    })),
    gapChoice: { box: 3, marginal: 1 },
    silhouette: 0.31,
    chance: { low: 0.21, high: 0.25 },
    stability: { lowest: 0.55, highest: 0.95, redraws: 20 },
    sampleSize: n,
    apart: 'partly',
    comesBack: 'mostly',
  };
  return {
    version: 1,
    options,
    ids: table.ids,
    names: table.names,
    labels: own,
    confidence: new Float64Array(table.ids.length).fill(0.5),
    runnerUp: own.map((label) => (label < 0 ? -1 : (label + 1) % k)),
    candidates,
    winner,
    selection: {
      objective: 'separation',
      validation: 'silhouette',
      kRule: null,
      decidedBy: 'rule',
      winner: { algorithm: 'KMeans', params: { k } },
      runnerUp: { algorithm: 'KMeans', params: { k: 3 } },
      margin: 0.02,
      tieBreak: 'none',
      byObjective: { separation: { algorithm: 'KMeans', params: { k } }, actionable: null },
      tried: candidates.length,
      eligible: candidates.length - 1,
    },
    structure,
    segments: ids.map((id) => profileOf(table, own, id, { base, space: space.columns })),
    base,
    rules: {
      fidelity: 0.82,
      heldOut: 120,
      depth: 3,
      withheld: false,
      rules: ids
        .filter((id) => id >= 0)
        .map((segment) => ({
          segment,
          conditions: [{ feature: table.names[0], operator: '>', threshold: 100 * (segment + 1) }],
          precision: 0.9,
          coverage: 0.7,
        })),
    },
    tiers: {
      feature: table.names[0],
      tiers: [
        { name: 'top', from: 900, size: n * 0.2, share: 0.6 },
        { name: 'middle', from: 300, size: n * 0.3, share: 0.25 },
        { name: 'base', from: 0, size: n * 0.5, share: 0.15 },
      ],
    },
    columns: space.columns,
    collinear: space.collinear,
    space,
    silhouettes: {
      rows: own.map((_, row) => row),
      values: Float64Array.from(own, (_, row) => ((row * 37) % 100) / 130 - 0.1),
    },
    notices: [],
    history: null,
    later: null,
    baseline: null,
  };
}

const kinds = ['Champions', 'Loyal regulars', 'Big baskets', 'One-time, long gone'];

/** Words for it, plain enough to be found in the page. */
export function plantedExplanation(segmentation: Segmentation, language: Language = 'en'): Explanation {
  const { verdict } = segmentation.structure;
  return {
    language,
    verdict: {
      key: verdict,
      word: verdict,
      headline: 'Useful slices of one crowd.',
      paragraph: 'They come back when customers are redrawn.',
    },
    tests: [
      {
        key: 'apart',
        question: 'Are the groups apart?',
        answer: 'Partly',
        sentence: 'Silhouette 0.31; chance gives 0.21 to 0.25.',
      },
      { key: 'comes_back', question: 'Do they come back?', answer: 'Mostly', sentence: '0.55 to 0.95 returns.' },
      {
        key: 'held_up',
        question: 'Did they hold up later?',
        answer: 'Not checked',
        sentence: 'Send orders with dates to check this.',
      },
    ],
    personas: segmentation.segments
      .filter(({ id }) => id >= 0)
      .map(({ id }) => ({
        id,
        key: 'average' as const,
        playKey: 'growth' as const,
        label: kinds[id] ?? `Kind ${id}`,
        generatedLabel: kinds[id] ?? `Kind ${id}`,
        summary: 'Several orders a year.',
        description: 'Several orders a year, and more than twice the usual spend.',
        evidence: ['Spend 1,620 against 674'],
        recommendedAction: 'Account manager, early access',
        play: 'High value',
      })),
    choice: 'Four segments have the highest silhouette.',
    baseline: null,
    notices: [],
    featureLabels: {
      purchase_total: { label: 'Spend', unit: '' },
      visit_frequency: { label: 'Orders', unit: 'orders' },
      recency_days: { label: 'Last order', unit: 'days since' },
    },
    figureTitles: { ribbon: null, map: null, profile: null, distributions: null, silhouette: null, rules: null },
    trust: [],
    trustNote: 'Stable does not mean true.',
    rulesNote: null,
    closeCalls: { below: 0.1, count: 3, sentence: 'Three close calls.' },
  };
}

export function reportInput(wanted: Wanted = {}, changes: Partial<ReportInput> = {}): ReportInput {
  const segmentation = changes.segmentation ?? plantedSegmentation(wanted);
  const language = changes.language ?? 'en';
  return {
    segmentation,
    explanation: plantedExplanation(segmentation, language),
    dataName: 'Planted shop',
    runId: 'run-7f3a',
    madeAt: new Date('2026-01-02T09:41:00Z'),
    productVersion: '0.1.0',
    language,
    ...changes,
  };
}

function crowdOf(n: number, groups: number): { table: CustomerTable; labels: Int32Array } {
  const table = crowd({ n, d: 3, seed: 3, marginal: 'lognormal', correlated: true });
  return { table, labels: Int32Array.from({ length: n }, (_, row) => row % groups) };
}

function byValue(table: CustomerTable, labels: Int32Array, k: number): number[] {
  const mean = (label: number): number => {
    const own = table.columns[0].filter((_, row) => labels[row] === label);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  return Array.from({ length: k }, (_, label) => label).toSorted((a, b) => mean(b) - mean(a));
}

function summaries(table: CustomerTable, wanted: (row: number) => boolean): Record<string, FeatureSummary> {
  return Object.fromEntries(
    table.names.map((name, j) => {
      const sorted = table.columns[j].filter((_, row) => wanted(row)).toSorted();
      const at = (p: number): number => quantileSorted(sorted, p);
      const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
      return [
        name,
        { mean, median: at(0.5), q25: at(0.25), q75: at(0.75), q05: at(0.05), q95: at(0.95), min: at(0), max: at(1) },
      ];
    }),
  );
}

function profileOf(
  table: CustomerTable,
  labels: Int32Array,
  id: number,
  { base, space }: { base: Record<string, FeatureSummary>; space: Segmentation['columns'] },
): SegmentProfile {
  const features = summaries(table, (row) => labels[row] === id);
  const size = labels.filter((label) => label === id).length;
  const total = (wanted: (row: number) => boolean): number =>
    table.columns[0].filter((_, row) => wanted(row)).reduce((sum, value) => sum + value, 0);
  const value = total((row) => labels[row] === id);
  const effects = space.map(({ name, constant, scale }) => [
    name,
    constant ? null : (Math.log(1 + features[name].median) - Math.log(1 + base[name].median)) / Math.max(scale, 0.3),
  ]);
  const stability = id < 0 ? null : [0.95, 0.7, 0.55, 0.8][id % 4];
  return {
    id,
    size,
    share: size / labels.length,
    features,
    effects: Object.fromEntries(effects) as Record<string, number | null>,
    value: { feature: table.names[0], total: value, share: value / total(() => true) },
    silhouette: { mean: 0.3, belowZero: 0.1 },
    stability,
    trust: stability === null ? null : stability >= 0.75 ? 'stable' : stability >= 0.6 ? 'indicative' : 'unreliable',
    exemplar: labels.indexOf(id),
  };
}

function candidatesOf(n: number, labels: Int32Array): Candidate[] {
  const one = (k: number, changes: Partial<Candidate> = {}): Candidate => ({
    algorithm: 'KMeans',
    params: { k },
    labels,
    nClusters: k,
    silhouette: { mean: 0.4 - k / 50, method: 'exact', sampleSize: n, halfWidth: 0 },
    daviesBouldin: 1.2,
    calinskiHarabasz: 812,
    noiseRatio: 0,
    smallestCluster: 31,
    converged: true,
    inertia: 100 / k,
    bic: null,
    aic: null,
    eligible: true,
    reason: null,
    chance: { low: 0.3 - k / 50, high: 0.34 - k / 50 },
    stability: 0.9 - k / 40,
    actionable: k > 2 ? 0.6 : null,
    model: {
      kind: 'KMeans',
      centroids: { data: new Float64Array(0), rows: 0, cols: 0 },
      labels,
      sizes: new Int32Array(k),
      inertia: 1,
      iterations: 3,
      converged: true,
    },
    ...changes,
  });
  return [
    one(2),
    one(3),
    one(4),
    one(5),
    one(3, { algorithm: 'GaussianMixture', chance: null, stability: null, actionable: null }),
    one(4, { algorithm: 'GaussianMixture', chance: null, stability: null, actionable: null }),
    one(9, {
      algorithm: 'DBSCAN',
      params: { eps: 0.4, min_samples: 5 },
      silhouette: null,
      eligible: false,
      reason: 'TOO_MUCH_NOISE',
      noiseRatio: 0.31,
      chance: null,
      stability: null,
      actionable: null,
    }),
  ];
}
