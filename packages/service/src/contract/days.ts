/** Whether a text is a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day that a moment belongs to, in a time zone. */
export function dayIn(timeZone: string, moment: Date): string {
  // Sweden writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(moment);
}

const MILLISECONDS_A_DAY = 86_400_000;

/** Days from one day to another; both YYYY-MM-DD. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / MILLISECONDS_A_DAY);
}

/** The day some days after another. */
export function dayAfter(from: string, days: number): string {
  return new Date(Date.parse(from) + days * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

/** Whether there is such a time zone. */
export function isZone(timeZone: string): boolean {
  try {
    dayIn(timeZone, new Date(0));
    return true;
  } catch {
    return false;
  }
}
