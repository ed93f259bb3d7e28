import { isDay } from './days.ts';

const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * A day or a time of ISO 8601 as local time in a zone, `2026-01-31` or `2026-01-31T18:30:00`: a time with an offset is
 * brought there, one without is there already. Null for anything else.
 */
export function localMoment(written: string, timeZone: string): string | null {
  const [, day = '', hour, minute = '', second = '00', offset] = iso.exec(written.trim()) ?? [];
  if (!isDay(day)) return null;
  if (hour === undefined) return day;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const time = `${day}T${hour}:${minute}:${second}`;
  if (offset === undefined) return time;
  const moment = Date.parse(`${time}${offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
  return Number.isNaN(moment) ? null : inZone(moment, timeZone);
}

const clocks = new Map<string, Intl.DateTimeFormat>();
/** Zones that clocks are kept for. */
const MOST_CLOCKS = 16;

function inZone(moment: number, timeZone: string): string {
  if (timeZone === 'UTC') return new Date(moment).toISOString().slice(0, 19);
  let clock = clocks.get(timeZone);
  if (!clock) {
    // Sweden writes dates as ISO 8601 does.
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    if (clocks.size >= MOST_CLOCKS) clocks.clear();
    clocks.set(timeZone, clock);
  }
  return clock.format(moment).replace(' ', 'T');
}
