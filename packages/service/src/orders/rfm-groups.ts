import type { Language } from '@clientele/engine';
import type { rfmGroups } from '../contract/orders/order-names.ts';
import type { RfmCell } from './rfm.ts';

export type RfmGroup = (typeof rfmGroups)[number];

/**
 * The group of a cell. The usual tables list 76 of the 125 cells, 75 of them as this rule has them (543 is theirs as a loyal
 * customer); the rule takes every cell, of any number of bins, and each once.
 */
export function groupOf(cell: RfmCell, bins: number): RfmGroup {
  const [recency, frequency, monetary] = [cell.recency, cell.frequency, cell.monetary].map(
    (score) => 1 + (4 * (score - 1)) / (bins - 1), // as if of five bins
  ) as [number, number, number];
  if (recency < 2.5) return frequency + monetary > 5.5 ? 'At Risk' : 'Lost';
  if (monetary < 3.5) return 'Potential Loyalists';
  const best = recency > 3.5 && frequency > 3.5 && recency + frequency + monetary > 12.5;
  return best ? 'Champions' : frequency > 2.5 ? 'Loyal Customers' : 'Potential Loyalists';
}

const recommendations: Readonly<Record<Language, Readonly<Record<RfmGroup, readonly string[]>>>> = {
  en: {
    Champions: ['Thank them and let them in first', 'Ask them to recommend the shop', 'Offer the best of the range'],
    'Loyal Customers': ['Reward that they come back', 'Show what goes with what they bought'],
    'Potential Loyalists': ['Give a reason for the next visit', 'Invite them to the loyalty programme'],
    'At Risk': ['Write in person with an offer that ends', 'Ask what went wrong'],
    Lost: ['Try once more with a strong offer', 'Spend no more on those who do not answer'],
  },
  es: {
    Champions: [
      'Agradecer su confianza y darles acceso anticipado',
      'Pedirles que recomienden la tienda',
      'Ofrecer lo mejor de la gama',
    ],
    'Loyal Customers': ['Premiar que vuelvan', 'Mostrar lo que acompaña a lo que compraron'],
    'Potential Loyalists': ['Dar un motivo para la próxima visita', 'Invitarlos al programa de fidelidad'],
    'At Risk': ['Escribirles en persona con una oferta que caduca', 'Preguntar qué falló'],
    Lost: ['Intentarlo una vez más con una oferta fuerte', 'No gastar más en quien no responde'],
  },
  pt: {
    Champions: [
      'Agradecer a confiança e dar acesso antecipado',
      'Pedir que recomendem a loja',
      'Oferecer o melhor da linha',
    ],
    'Loyal Customers': ['Recompensar o retorno', 'Mostrar o que combina com o que compraram'],
    'Potential Loyalists': ['Dar um motivo para a próxima visita', 'Convidar para o programa de fidelidade'],
    'At Risk': ['Escrever pessoalmente com uma oferta que expira', 'Perguntar o que deu errado'],
    Lost: ['Tentar mais uma vez com uma oferta forte', 'Não gastar mais com quem não responde'],
  },
};

/** What to do with customers of a group, in short. */
export function recommendationsFor(group: RfmGroup, language: Language): readonly string[] {
  return recommendations[language][group];
}
