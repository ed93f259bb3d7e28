import type { CustomerTable, Language } from '@clientele/engine';
import { Command } from 'commander';
import type { Decimal } from '../contract/decimal.ts';
import { loyaltyTiers } from '../contract/orders/order-names.ts';
import { loyalty, type LoyaltyFeature, loyaltyWeights, type LoyaltyWeights } from '../orders/loyalty.ts';
import { formatFor } from '../report/format.ts';
import { decimalFlag } from './flags.ts';
import { InputError } from './input-error.ts';
import { customersIn } from './input/customers.ts';
import { nameOf, readBytes } from './input/read.ts';
import { csvOf, plainTable, present, type Result, type ResultFlags, withResult } from './result.ts';
import { languageOf, speaking, type Surroundings, terminal } from './surroundings.ts';
import { cliSpeaker, type Say } from './words/words.ts';

interface Flags extends ResultFlags {
  readonly id?: string;
  readonly decimal: Decimal;
  readonly weights?: string;
}

/** `clientele loyalty FILE`. Throws InputError or Fault for what the caller can mend. */
export function loyaltyCommand(given: Partial<Surroundings> = {}): Command {
  const around = { ...terminal(), ...given };
  const say = cliSpeaker(around.language);
  const usual = Object.entries(loyaltyWeights).map(([feature, weight]) => `${feature}=${weight}`);
  const command = new Command('loyalty')
    .description(say('loyalty_description'))
    .argument('<file>', say('argument_file'))
    .option('--id <column>', say('flag_id'))
    .addOption(decimalFlag())
    .option('--weights <list>', `${say('flag_weights')} (default ${usual.join(',')})`);
  return withResult(command, { say, language: around.language })
    .addHelpText('after', say('loyalty_examples'))
    .action(async (file: string, flags: Flags) => {
      const language = languageOf(flags.lang, around);
      await speaking(language, () => run({ ...around, language, file, flags, say: cliSpeaker(language) }));
    });
}

interface Work extends Surroundings {
  readonly file: string;
  readonly flags: Flags;
  readonly say: Say;
}

async function run(work: Work): Promise<void> {
  const { file, flags, say, language, stdin, stderr } = work;
  const weights = weightsFrom(flags.weights, say);
  const bytes = await readBytes(file, stdin, say);
  const { table, notes } = customersIn(bytes, file, {
    choice: { id: flags.id, features: undefined, decimal: flags.decimal },
    say,
    language,
  });
  const known = Object.keys(loyaltyWeights);
  if (!table.names.some((feature) => known.includes(feature)))
    throw new InputError(say('no_loyalty_features', { file: nameOf(file), features: known.join(', ') }));
  const quiet = flags.quiet === true;
  if (!quiet) for (const text of notes) stderr.write(`${say('note_prefix', { text })}\n`);
  const scored = loyalty(table, weights);
  if (!quiet && scored.unused.length > 0)
    stderr.write(`${say('note_prefix', { text: say('loyalty_unused', { features: scored.unused.join(', ') }) })}\n`);
  await present(loyaltyResult(table, scored, weights, { say, language }), flags, work);
}

function loyaltyResult(
  { ids }: CustomerTable,
  { scores, tiers, summary }: ReturnType<typeof loyalty>,
  weights: LoyaltyWeights,
  { say, language }: { say: Say; language: Language },
): Result {
  const format = formatFor(language);
  const score = (value: number | null): string => (value === null ? '-' : format.score(value));
  return {
    csv: () =>
      csvOf(
        ['customer_id', 'loyalty_score', 'segment'],
        ids.map((id, i) => [id, scores[i] ?? NaN, tiers[i] ?? '']),
      ),
    json: () => ({
      customers: ids.map((id, i) => ({
        customer_id: id,
        loyalty_score: tiers[i] === null ? null : Number(scores[i]?.toFixed(6)),
        segment: tiers[i],
      })),
      summary: {
        mean_score: summary.mean,
        median_score: summary.median,
        top_decile_threshold: summary.topDecile,
        segment_counts: summary.counts,
      },
      weights,
    }),
    summary: () =>
      [
        '',
        plainTable(
          [say('tier'), say('customers'), say('share')],
          loyaltyTiers.map((tier) => [
            tier,
            format.count(summary.counts[tier]),
            format.share(summary.counts[tier] / ids.length),
          ]),
        ),
        '',
        say('loyalty_summary', {
          mean: score(summary.mean),
          median: score(summary.median),
          top: score(summary.topDecile),
        }),
        '',
      ].join('\n'),
  };
}

/** purchase_total=0.4,recency_days=0.6: what is not named has no weight. */
function weightsFrom(text: string | undefined, say: Say): LoyaltyWeights {
  if (text === undefined) return loyaltyWeights;
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  const weights: Partial<Record<LoyaltyFeature, number>> = {};
  for (const [feature = '', weight = ''] of pairs) {
    const value = weight === '' ? NaN : Number(weight);
    if (!Object.hasOwn(loyaltyWeights, feature) || !(value >= 0) || !Number.isFinite(value))
      throw new InputError(
        say('weights_wrong', { value: `${feature}=${weight}`, features: Object.keys(loyaltyWeights).join(', ') }),
      );
    weights[feature as LoyaltyFeature] = value;
  }
  if (Object.values(weights).every((weight) => weight === 0))
    throw new InputError(say('weights_wrong', { value: text, features: Object.keys(loyaltyWeights).join(', ') }));
  return weights;
}
