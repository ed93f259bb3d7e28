import type { SegmentFate } from '@clientele/engine';
import { Type } from 'typebox';
import { score } from './figures.ts';

const id = Type.Integer({ minimum: -1 });

/** What two runs were matched by. */
export const matchBasis = Type.Enum(['customers', 'centroids', 'none'], { description: 'What was compared.' });

/** What became of a segment. */
export const segmentFate = Type.Object({
  segment_id: Type.Union([id, Type.Null()], { description: 'In the later run; null for one that is gone.' }),
  previous_segment_ids: Type.Array(id, { description: 'In the earlier run: the one it was, or those it comes from.' }),
  state: Type.Enum(['kept', 'split', 'merged', 'new', 'gone']),
  similarity: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
    description: 'For kept: Jaccard index, or closeness of centres.',
  }),
  into_segment_ids: Type.Array(id, { description: 'Where the customers of one that is gone went.' }),
  message: Type.String(),
});

/** There when a previous_run_id was sent. */
export const identity = Type.Optional(
  Type.Object(
    {
      previous_run_id: Type.String(),
      basis: matchBasis,
      shared_customers: Type.Integer({ minimum: 0 }),
      segments: Type.Array(segmentFate),
    },
    { description: 'With previous_run_id: segments that go on keep their id, and what became of every one.' },
  ),
);

/** What became of a segment, as answers tell it. */
export function encodeFate({ segment, previous, state, similarity, into, sentence }: SegmentFate) {
  return {
    segment_id: segment,
    previous_segment_ids: [...previous],
    state,
    similarity: score(similarity),
    into_segment_ids: [...into],
    message: sentence,
  };
}
