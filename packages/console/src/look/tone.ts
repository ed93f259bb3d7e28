/** What decides a segment's colour. */
export interface Toned {
  /** Empty for outliers. */
  readonly letter: string;
  /** Its step among the colours; null where it has none. */
  readonly tone: number | null;
}

/** The class that carries a segment's colour, the same as in the figures. */
export function toneOf({ letter, tone }: Toned): string {
  return letter === '' ? 's-noise' : tone === null ? 's-grey' : `s-${tone}`;
}
