/** What a segment is called in addresses: its letter in small, or outliers. */
export function keyOf({ letter }: { readonly letter: string }): string {
  return letter === '' ? 'outliers' : letter.toLowerCase();
}

/** The segment that an address means: a, b, ..., z, aa, ... are 0, 1, ...; null for what means none. */
export function segmentOf(key: string): number | null {
  if (key === 'outliers') return -1;
  if (!/^[a-z]{1,4}$/.test(key)) return null;
  return Array.from(key).reduce((id, letter) => 26 * (id + 1) + (letter.codePointAt(0) ?? 0) - 97, -1);
}
