export const DAY_MS = 86_400_000;

/** Milliseconds since 1970 as they are stored: ISO 8601 in UTC, to the millisecond, so that times sort as text. */
export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
