import { compareThresholds, PSI_LARGE, PSI_SOME, recommendations } from '@clientele/engine';
import { type Static, Type } from 'typebox';
import { matchBasis, segmentFate } from './identity.ts';
import { orNull } from '../segmentation/purchasing-answer.ts';

const text = Type.String();
const count = Type.Integer({ minimum: 0 });
const share = Type.Number({ minimum: 0, maximum: 1 });
const id = Type.Integer({ minimum: -1 });
const level = Type.Enum(['none', 'some', 'large'], {
  description: `none below PSI ${PSI_SOME} or what chance brings, large from ${PSI_LARGE} on.`,
});
const psi = {
  psi: Type.Number({ description: 'Population stability index.' }),
  chance: Type.Number({ description: 'What 95 % of samples of these sizes stay below when nothing has moved.' }),
  level,
};

/** GET /api/v1/runs/{run}/compare/{other_run}. */
export const comparisonAnswer = Type.Object({
  before: text,
  after: text,
  recommendation: Type.Enum([...recommendations]),
  message: text,
  reasons: Type.Array(Type.Object({ code: text, message: text })),
  customers: Type.Object({
    before: count,
    after: count,
    shared: count,
    moved: Type.Integer({ description: 'Shared customers whose segment is not the one that theirs became.' }),
  }),
  identity: Type.Object({
    basis: matchBasis,
    segments: Type.Array(segmentFate),
  }),
  migration: Type.Array(
    Type.Object({
      previous_segment_id: Type.Union([id, Type.Null()], { description: 'Null: not in the earlier run.' }),
      segment_id: Type.Union([id, Type.Null()], { description: 'Null: not in the later run.' }),
      customers: count,
      value_before: orNull(Type.Number()),
      value_after: orNull(Type.Number()),
    }),
  ),
  drift: Type.Object({
    input: Type.Array(
      Type.Object({
        feature: text,
        ...psi,
        shift: Type.Number({ description: 'Of the mean, in standard deviations of the earlier scale.' }),
      }),
      { description: 'By feature, the largest first.' },
    ),
    mix: orNull(
      Type.Object({
        ...psi,
        segments: Type.Array(Type.Object({ segment_id: id, before: share, after: share }), {
          description: 'Shares of the earlier segments then, and by the earlier model among the later customers.',
        }),
      }),
    ),
    fit: orNull(
      Type.Object({
        agreement: Type.Number({ description: 'Adjusted Rand index of the earlier model and the later run.' }),
        silhouette_earlier_model: orNull(Type.Number()),
        silhouette_later_run: orNull(Type.Number()),
        out_of_range: share,
      }),
    ),
  }),
  thresholds: Type.Object({
    psi_some: Type.Number({ default: PSI_SOME }),
    psi_large: Type.Number({ default: PSI_LARGE }),
    silhouette_loss: Type.Number({ default: compareThresholds.silhouetteLoss }),
    silhouette_loss_with_new_groups: Type.Number({ default: compareThresholds.silhouetteLossWithNewGroups }),
    agreement: Type.Number({ default: compareThresholds.agreement }),
    out_of_range: Type.Number({ default: compareThresholds.outOfRange }),
    moved: Type.Number({ default: compareThresholds.moved }),
  }),
});
export type ComparisonAnswer = Static<typeof comparisonAnswer>;
