import { type Toned, toneOf } from '../look/tone.ts';

/** A segment's letter on its colour; outliers are hollow. */
export function Badge({ segment }: { segment: Toned }) {
  return (
    <span className={`disc ${toneOf(segment)}${segment.letter === '' ? ' hollow' : ''}`} aria-hidden="true">
      {segment.letter}
    </span>
  );
}
