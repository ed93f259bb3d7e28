import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/base/faults.ts';
import { type SegmentOptions, kSelections } from '../../src/base/options.ts';
import { explain } from '../../src/personas/explain.ts';
import { shop } from '../../src/samples/shop.ts';
import { segment } from '../../src/segmentation/segment.ts';
import type { Candidate } from '../../src/selection/candidate.ts';
import { chooseCandidate } from '../../src/selection/choose.ts';
import { kRuleOf } from '../../src/selection/k-rule.ts';
import { candidate } from '../support/candidates.ts';

const k = (n: number, more: Parameters<typeof candidate>[0] = {}): Candidate =>
  candidate({ params: { k: n }, nClusters: n, ...more });
const mixture = (n: number, bic: number, more: Parameters<typeof candidate>[0] = {}) =>
  k(n, { algorithm: 'GaussianMixture', bic, ...more });
const rows = 100;
/** Calinski-Harabasz of n segments that leave this share of the variance within them. */
const leaving = (n: number, share: number) => k(n, { calinskiHarabasz: ((1 / share - 1) * (rows - n)) / (n - 1) });

function ruled(candidates: readonly Candidate[], options: SegmentOptions, gap: number[] = []) {
  const gaps = gap.map((value, at) => ({ k: at + 1, value, error: 0.01 }));
  const { kRule, notices } = kRuleOf(candidates, {
    options: { algorithm: 'auto', validation: 'silhouette', ...options },
    gap: gaps,
    rows,
  });
  return { k: kRule?.k ?? null, notices: notices.map(({ code, details }) => [code, details['reason']]) };
}
const settled = (n: number) => ({ k: n, notices: [] });
const undecided = (reason: string) => ({ k: null, notices: [['K_SELECTION_UNDECIDED', reason]] });

describe('the number of segments is settled by', () => {
  test('the knee of the variance left, one segment included', () => {
    const curve = [leaving(2, 0.6), leaving(3, 0.2), leaving(4, 0.18), leaving(5, 0.17)];
    expect(ruled(curve, { kSelection: 'elbow' })).toEqual(settled(3));
    const early = [leaving(2, 0.2), leaving(3, 0.18), leaving(4, 0.17)];
    expect(ruled(early, { kSelection: 'elbow' })).toEqual(settled(2));
  });

  test('nothing, where the curve is straight or too short', () => {
    const straight = [leaving(2, 0.75), leaving(3, 0.5), leaving(4, 0.25)];
    expect(ruled(straight, { kSelection: 'elbow' })).toEqual(undecided('no_knee'));
    expect(ruled([leaving(2, 0.5)], { kSelection: 'elbow' })).toEqual(undecided('unmeasured'));
  });

  test('the lowest BIC among mixtures that passed every check', () => {
    const models = [k(2), mixture(2, 900), mixture(3, 700), mixture(4, 500, { eligible: false }), mixture(5, 800)];
    expect(ruled([...models, k(3)], { kSelection: 'bic' })).toEqual(settled(3));
    expect(ruled([k(2)], { kSelection: 'bic' })).toEqual(undecided('refused'));
  });

  test('the gap rule: the first that the next does not beat by more than its error', () => {
    const models = [k(2), k(3), k(4)];
    expect(ruled(models, { kSelection: 'gap' }, [0.1, 0.4, 0.8, 0.805])).toEqual(settled(3));
    expect(ruled(models, { kSelection: 'gap' }, [0.5, 0.4, 0.8])).toEqual(undecided('one_group'));
    expect(ruled(models, { kSelection: 'gap' }, [])).toEqual(undecided('unmeasured'));
    expect(ruled([k(2)], { kSelection: 'gap' }, [0.1, 0.4, 0.8, 0.805])).toEqual(undecided('refused'));
  });

  test('the silhouette, where another score compares models of that number', () => {
    const models = [k(2, { silhouette: 0.4 }), k(3, { silhouette: 0.6 })];
    expect(ruled(models, { kSelection: 'silhouette', validation: 'davies_bouldin' })).toEqual(settled(3));
    expect(ruled(models, { kSelection: 'silhouette' })).toEqual({ k: null, notices: [] });
  });

  test('nothing, where the number is given or DBSCAN finds it', () => {
    const ignored = (reason: string) => ({ k: null, notices: [['K_SELECTION_IGNORED', reason]] });
    expect(ruled([k(2)], { kSelection: 'elbow', nClusters: 2 })).toEqual(ignored('n_clusters'));
    expect(ruled([k(2)], { kSelection: 'gap', algorithm: 'dbscan' })).toEqual(ignored('dbscan'));
    expect(ruled([k(2)], {})).toEqual({ k: null, notices: [] });
  });
});

describe('the choice', () => {
  const separation = { objective: 'separation' } as const;
  const close = k(2, { silhouette: 0.7, daviesBouldin: 0.9 });
  const tight = k(4, { silhouette: 0.5, daviesBouldin: 0.4 });
  const tighter = k(3, { algorithm: 'Agglomerative', silhouette: 0.6, daviesBouldin: 0.5 });

  test('goes by the lowest Davies-Bouldin when asked', () => {
    const { winner, selection } = chooseCandidate([close, tight, tighter], {
      ...separation,
      validation: 'davies_bouldin',
    });
    expect(winner).toBe(tight);
    expect(selection).toMatchObject({ validation: 'davies_bouldin', runnerUp: { params: { k: 3 } }, tieBreak: 'none' });
    expect(selection.margin).toBeCloseTo(0.1, 12);
  });

  test('equal Davies-Bouldin go to the highest silhouette', () => {
    const models = [k(2, { silhouette: 0.3 }), k(3, { silhouette: 0.6 })];
    const { winner, selection } = chooseCandidate(models, { ...separation, validation: 'davies_bouldin' });
    expect(winner).toBe(models[1]);
    expect(selection.tieBreak).toBe('silhouette');
  });

  test('is among models of the settled number, and DBSCAN is none of them', () => {
    const dense = candidate({ algorithm: 'DBSCAN', params: { eps: 0.4, min_samples: 5 }, silhouette: 0.9 });
    const { winner, selection } = chooseCandidate([close, tight, tighter, dense], separation, {
      method: 'elbow',
      k: 3,
    });
    expect(winner).toBe(tighter);
    expect(selection).toMatchObject({ kRule: { method: 'elbow', k: 3 }, runnerUp: null, eligible: 4 });
  });
});

describe('with real customers', () => {
  const { table } = shop({ n: 300, seed: 3, groups: 4 });

  test.each(kSelections)('%s decides, is recorded and is said', (kSelection) => {
    const found = segment(table, { kSelection, validation: 'davies_bouldin', maxClusters: 6 });
    const { kRule, winner, runnerUp } = found.selection;
    expect(kRule).toEqual({ method: kSelection, k: expect.any(Number) });
    expect(winner.params).toEqual({ k: kRule?.k });
    expect(runnerUp?.params).toEqual({ k: kRule?.k });
    expect(explain(found, 'en').choice).toMatch(/(Silhouette|Elbow|BIC|Gap) settled on \d segments.*lowest Davies/);
    for (const language of ['es', 'pt'] as const)
      expect(explain(found, language).choice).toMatch(/(Silhouette|Elbow|BIC|Gap) fi(jó|xou).*Davies-Bouldin/);
  });

  test('planted groups are counted right by the knee and the lowest BIC', () => {
    for (const kSelection of ['elbow', 'bic'] as const)
      expect(segment(table, { kSelection, maxClusters: 8 }).selection.kRule?.k).toBe(4);
  });

  test.each(['kmeans', 'hierarchical', 'dbscan'] as const)('bic with %s alone is refused', (algorithm) => {
    const attempt = () => segment(table, { algorithm, kSelection: 'bic' });
    expect(attempt).toThrow(Fault);
    expect(attempt).toThrow(`k_selection bic does not fit algorithm ${algorithm}`);
  });

  test('a way that settles nothing says so in three languages', () => {
    const found = segment(table, { algorithm: 'dbscan', kSelection: 'elbow', eps: 0.8 });
    for (const language of ['en', 'es', 'pt'] as const) {
      const { notices } = explain(found, language);
      expect(notices.find(({ code }) => code === 'K_SELECTION_IGNORED')?.message).toContain('DBSCAN');
    }
  });
});
