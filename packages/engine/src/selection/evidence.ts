import type { ResolvedOptions } from '../base/options.ts';
import { pulse, quiet, type Watch } from '../base/watch.ts';
import { measureTogether } from '../compute/team.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { Candidate } from './candidate.ts';
import { chanceBands, sampleOf } from './chance.ts';
import { type GapEvidence, gapEvidence } from './gaps.ts';
import { screenStability } from './redraws.ts';
import type { Tried } from './sweep.ts';

/** What is measured of all candidates alike, in their order. */
export interface Evidence {
  readonly bands: readonly Candidate['chance'][];
  readonly stability: readonly Candidate['stability'][];
  readonly gap: GapEvidence;
}

/** Share of the trust phase that ends with the evidence. */
const SHARE = 0.8;

/** Measures chance, stability and gap in one job of the team: no thread waits between them. */
export function measureAll(points: Matrix, tried: readonly Tried[], options: ResolvedOptions, watch: Watch): Evidence {
  const parts = [
    chanceBands(sampleOf(points, options.seed), tried, options),
    screenStability(points, tried, options),
    gapEvidence(points, options),
  ] as const;
  const works = parts.reduce((sum, part) => sum + part.works.length, 0);
  let ended = 0;
  const [bands, stability, gap] = measureTogether(parts, quiet(watch), (_, done) => {
    if (done === 1) pulse(watch, 'trust', (SHARE * ++ended) / works);
  });
  return { bands, stability, gap };
}

/** The evidence where there are too few customers to measure any. */
export function unmeasured({ rows }: Matrix, tried: readonly Tried[]): Evidence {
  const nothing = tried.map(() => null);
  return { bands: nothing, stability: nothing, gap: { box: [], marginal: [], sampleSize: rows } };
}
