import { Command } from 'commander';
import { rfmTiers } from '../contract/orders/order-names.ts';
import type { ReadOrders } from '../orders/read-orders.ts';
import { DEFAULT_BINS, rfm, type Rfm, rfmMetrics } from '../orders/rfm.ts';
import { rfmRows } from '../orders/rfm-rows.ts';
import { tierName } from '../orders/rfm-words.ts';
import { formatFor } from '../report/format.ts';
import { fromOrders, ordersCommand } from './features.ts';
import { whole } from './numbers.ts';
import { csvOf, plainTable, type Result } from './result.ts';
import type { Surroundings } from './surroundings.ts';
import { cliSpeaker, type Say } from './words/words.ts';

const LEAST_BINS = 2;
const MOST_BINS = 10;

/** `clientele rfm ORDERS`. Throws InputError for what the caller can mend. */
export function rfmCommand(given: Partial<Surroundings> = {}): Command {
  const say = cliSpeaker(given.language ?? 'en');
  const command = new Command('rfm')
    .description(say('rfm_description'))
    .option(
      '--bins <integer>',
      `${say('flag_bins')} (${LEAST_BINS}-${MOST_BINS}; default ${DEFAULT_BINS})`,
      whole(LEAST_BINS, MOST_BINS),
    );
  return ordersCommand(command, 'rfm_examples', given, (work) =>
    fromOrders(work, (read) => rfmResult(read, rfm(read.totals, work.flags['bins'] as number | undefined), work)),
  );
}

function rfmResult(
  { totals, rules, mapping, census }: ReadOrders,
  scored: Rfm,
  { say, language }: { say: Say; language: Surroundings['language'] },
): Result {
  const { tiers, bins, thresholds } = scored;
  const rows = () => rfmRows(totals, scored, language);
  return {
    csv: () => {
      const all = rows();
      return csvOf(Object.keys(all[0] ?? {}), all.map(Object.values<string | number>));
    },
    json: () => ({ bins, customers: rows(), thresholds, orders: { columns: mapping, rules, census } }),
    summary: () => {
      const format = formatFor(language);
      const money = totals.purchaseTotal.reduce((sum, value) => sum + value, 0);
      const lines = rfmTiers.map((tier) => {
        const own = totals.purchaseTotal.filter((_, i) => tiers[i] === tier);
        const spent = own.reduce((sum, value) => sum + value, 0);
        return [
          tierName(tier, language),
          format.count(own.length),
          format.share(own.length / totals.ids.length),
          money > 0 ? format.share(spent / money) : '-',
        ];
      });
      const cuts = rfmMetrics.map((metric) => [
        say(`metric_${metric}`),
        ...thresholds[metric].map((value) => (value === null ? '-' : format.value(value, 'other'))),
      ]);
      const scoreHeads = Array.from({ length: bins - 1 }, (_, at) => say('score_from', { score: at + 2 }));
      return [
        '',
        plainTable([say('tier'), say('customers'), say('share'), say('money_share')], lines),
        '',
        plainTable([say('thresholds'), ...scoreHeads], cuts),
        '',
      ].join('\n');
    },
  };
}
