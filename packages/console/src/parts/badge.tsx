import type { RunFigures } from '../api/types.ts';

/** The class that carries a segment's colour, the same as in the figures. */
export function toneOf({ letter, tone }: Pick<RunFigures['segments'][number], 'letter' | 'tone'>): string {
  return letter === '' ? 's-noise' : tone === null ? 's-grey' : `s-${tone}`;
}

/** A segment's letter on its colour; outliers are hollow. */
export function Badge({ segment }: { segment: Pick<RunFigures['segments'][number], 'letter' | 'tone'> }) {
  return (
    <span className={`disc ${toneOf(segment)}${segment.letter === '' ? ' hollow' : ''}`} aria-hidden="true">
      {segment.letter}
    </span>
  );
}
