import { type Explanation, letterOf, type Segmentation } from '@clientele/engine';
import type { Say } from '../words/words.ts';

export interface Named {
  /** A, B, ... by falling value; empty for outliers. */
  readonly key: string;
  readonly name: string;
}

/** What every segment is called. Without structure groups have a letter and no persona. */
export function namesOf(
  { segments, structure }: Segmentation,
  { personas }: Explanation,
  say: Say,
): Map<number, Named> {
  return new Map(
    segments.map(({ id }): [number, Named] => {
      if (id < 0) return [id, { key: '', name: say('outliers') }];
      const letter = letterOf(id);
      const persona = structure.verdict === 'none' ? undefined : personas.find((one) => one.id === id);
      return [id, { key: letter, name: persona?.label ?? say('group', { letter }) }];
    }),
  );
}
