import type { Language } from '../words/words.ts';

/** 4338 -> 4,338. */
export function count(value: number, language: Language): string {
  return new Intl.NumberFormat(language).format(value);
}

/** 0.583 -> 58%. */
export function share(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(value);
}

/** 0.125 -> 12.5%, 0.1 -> 10%: a share that somebody chose. */
export function exactShare(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(value);
}

/** A number to two decimals, or three digits where it is small. */
export function measure(value: number, language: Language): string {
  const size = Math.abs(value);
  const digits =
    size >= 100
      ? { maximumFractionDigits: 0 }
      : size >= 1
        ? { maximumFractionDigits: 2 }
        : { maximumSignificantDigits: 3 };
  return new Intl.NumberFormat(language, digits).format(value);
}

/** 6703841 -> 6.7M: a sum where there is little room. */
export function short(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
}

/** A time as people here write it, in the zone of the reader. */
export function moment(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(iso));
}

/** 0.2 -> 0.20, as scores stand beside each other. */
export function hundredths(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
}

/** 3.71 -> 3.7. */
export function tenths(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
}

/** The time of day, in the zone of the reader. */
export function clock(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { timeStyle: 'medium' }).format(new Date(iso));
}

/** A day (YYYY-MM-DD) as people here write it: 31 Jan 2026. */
export function day(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(iso));
}

/** 71 -> +71: a difference of counts. */
export function change(difference: number, language: Language): string {
  return new Intl.NumberFormat(language, { signDisplay: 'exceptZero' }).format(difference);
}

/** 0.023 -> +2.3: a difference of shares, in points of a hundred. */
export function points(difference: number, language: Language): string {
  return new Intl.NumberFormat(language, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(difference * 100);
}
