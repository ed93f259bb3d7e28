import type { FeatureHint, Language } from '@clientele/engine';

export type Kind = FeatureHint['kind'];

/** Numbers as people of one language write them. The same rules serve the page and the command line. */
export interface Format {
  readonly count: (value: number) => string;
  /** 0.583 -> 58.3%. One decimal where sizes are compared. */
  readonly share: (value: number) => string;
  /** 0.583 -> 58%; under half a percent is said so. */
  readonly roundShare: (value: number) => string;
  /** 0.125 -> 12.5%, 0.1 -> 10%: a share that somebody chose. */
  readonly exactShare: (value: number) => string;
  /** Scores: two decimals. */
  readonly score: (value: number) => string;
  /** 8911407 -> 8.91M. */
  readonly compact: (value: number) => string;
  /** A value of a feature in the units sent. */
  readonly value: (value: number, kind: Kind) => string;
  /** How far a median lies from the usual one: 7.0x, -74%, +87d, +0.21; empty within 5 %. */
  readonly difference: (value: number, base: number, kind: Kind) => string;
  readonly date: (date: Date) => string;
}

const MINUS = '\u2212';
const TIMES = '\u00D7';
const NEAR = 0.05;

export function formatFor(language: Language): Format {
  const number = (options: Intl.NumberFormatOptions) => {
    const formatter = new Intl.NumberFormat(language, options);
    return (value: number): string => {
      const text = formatter.format(value);
      return text.replace('-', /[1-9]/.test(text) ? MINUS : ''); // what rounds to zero has no sign
    };
  };
  const whole = number({ maximumFractionDigits: 0 });
  const one = number({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const two = number({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const upToTwo = number({ maximumFractionDigits: 2 });
  const small = number({ maximumSignificantDigits: 3 });
  const percent = number({ style: 'percent', maximumFractionDigits: 0 });
  const percentOne = number({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const percentUpToTwo = number({ style: 'percent', maximumFractionDigits: 2 });
  const compact = number({ notation: 'compact', maximumSignificantDigits: 3 });
  // British order of day and month: the American one is read wrongly elsewhere.
  const dateTime = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  });
  const day = language === 'en' ? 'd' : '\u00A0d';

  const plain = (value: number): string => {
    const size = Math.abs(value);
    if (size >= 1e7) return compact(value);
    if (size >= 100 || Number.isInteger(value)) return whole(value);
    return size >= 1 ? upToTwo(value) : small(value);
  };
  const value = (x: number, kind: Kind): string => {
    if (kind === 'share') return two(x);
    if (kind === 'days') return `${plain(Math.abs(x) >= 10 ? Math.round(x) : x)}${day}`;
    return plain(x);
  };
  const difference = (x: number, base: number, kind: Kind): string => {
    const change = x - base;
    if (Math.abs(change) <= NEAR * Math.abs(base)) return '';
    if (kind === 'days' || kind === 'share' || base <= 0 || x < 0) return signed(change, value(change, kind));
    return change > 0 ? `${x / base >= 100 ? whole(x / base) : one(x / base)}${TIMES}` : percent(change / base);
  };
  return {
    count: whole,
    share: percentOne,
    roundShare: (x) => (x > 0 && x < 0.005 ? `<${percent(0.01)}` : percent(x)),
    exactShare: percentUpToTwo,
    score: two,
    compact,
    value,
    difference,
    date: (date) => dateTime.format(date),
  };
}

function signed(x: number, text: string): string {
  return x > 0 ? `+${text}` : text;
}
