import { type Catalogue, type Language, speakers } from '@clientele/engine';
import type { RfmCell, RfmTier } from './rfm.ts';

/** Parts of the scale of scores, from 0 to 1: high from here on, low below there. */
const HIGH = 0.75;
const LOW = 0.25;

const words: Catalogue<'INTERPRETATION' | 'TIER'> = {
  en: {
    TIER: '{tier, select, Champion {Champion} Loyal {Loyal} Potential {Potential} Promising {Promising} other {At risk}}',
    INTERPRETATION:
      '{tier, select, Champion {Champion} Loyal {Loyal} Potential {Potential} Promising {Promising} other {At risk}}: {recency, select, high {bought recently} mid {bought some time ago} other {has not bought for long}}, {frequency, select, high {often} mid {now and then} other {seldom}}, {monetary, select, high {spends much} mid {spends moderately} other {spends little}}.',
  },
  es: {
    TIER: '{tier, select, Champion {Campeón} Loyal {Leal} Potential {Potencial} Promising {Prometedor} other {En riesgo}}',
    INTERPRETATION:
      '{tier, select, Champion {Campeón} Loyal {Leal} Potential {Potencial} Promising {Prometedor} other {En riesgo}}: {recency, select, high {compró hace poco} mid {compró hace algún tiempo} other {no compra desde hace mucho}}, {frequency, select, high {a menudo} mid {de vez en cuando} other {rara vez}}, {monetary, select, high {gasta mucho} mid {gasta moderadamente} other {gasta poco}}.',
  },
  pt: {
    TIER: '{tier, select, Champion {Campeão} Loyal {Leal} Potential {Potencial} Promising {Promissor} other {Em risco}}',
    INTERPRETATION:
      '{tier, select, Champion {Campeão} Loyal {Leal} Potential {Potencial} Promising {Promissor} other {Em risco}}: {recency, select, high {comprou há pouco} mid {comprou há algum tempo} other {não compra há muito}}, {frequency, select, high {com frequência} mid {de vez em quando} other {raramente}}, {monetary, select, high {gasta muito} mid {gasta moderadamente} other {gasta pouco}}.',
  },
};
const tierSpeakers = speakers(words);

/** A customer's tier and scores in one sentence. */
export function interpretation(tier: RfmTier, cell: RfmCell, bins: number, language: Language): string {
  const level = (score: number): string => {
    const place = (score - 1) / (bins - 1);
    return place >= HIGH ? 'high' : place < LOW ? 'low' : 'mid';
  };
  return tierSpeakers[language]('INTERPRETATION', {
    tier,
    recency: level(cell.recency),
    frequency: level(cell.frequency),
    monetary: level(cell.monetary),
  });
}

/** What a tier is called. */
export function tierName(tier: RfmTier, language: Language): string {
  return tierSpeakers[language]('TIER', { tier });
}
