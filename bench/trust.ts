import { adjustedRand, crowd, type CustomerTable, type Marginal, marginals, segment, shop } from '@clientele/engine';
import { median, type Question, type Settings } from './measure.ts';

/** Seeds for each kind of customers, unless --rounds says otherwise; large shops take fewer. */
const SEEDS = 20;
const LARGE = 20_000;
const LARGE_SEEDS = 3;

/** The suites that the tests run at a small size, at full size: what the verdict says of crowds and of planted groups. */
export const trustQuestion: Question = {
  name: 'trust',
  asks: 'does the verdict stay modest about crowds without groups, and are planted groups found?',
  async ask({ rounds = SEEDS, json }: Settings) {
    const say = (facts: Record<string, unknown>): void =>
      console.log(json ? JSON.stringify({ question: 'trust', ...facts }) : Object.values(facts).join('  '));
    for (const n of [400, 1000])
      for (const marginal of marginals)
        for (const correlated of [false, true]) say(nullSuite(n, marginal, { correlated, seeds: rounds }));
    for (const n of [200, 2000, LARGE])
      for (const groups of [3, 4, 5]) say(plantedSuite(n, groups, n < LARGE ? rounds : Math.min(rounds, LARGE_SEEDS)));
  },
};

function nullSuite(n: number, marginal: Marginal, { correlated, seeds }: { correlated: boolean; seeds: number }) {
  const verdicts = each(seeds, (seed) => verdictOn(crowd({ n, d: 4, seed, marginal, correlated })));
  return {
    customers: `${n} without groups`,
    kind: `${marginal}${correlated ? ', correlated' : ''}`,
    ...counts(verdicts),
  };
}

function plantedSuite(n: number, groups: number, seeds: number) {
  const runs = each(seeds, (seed) => {
    const { table, labels } = shop({ n, seed, groups });
    const found = segment(table);
    return { verdict: found.structure.verdict, agreement: adjustedRand(labels, found.labels) };
  });
  const agreement = median(runs.map((run) => run.agreement)).toFixed(3);
  return {
    customers: `${n} in ${groups} groups`,
    agreement: `median ARI ${agreement}`,
    ...counts(runs.map((run) => run.verdict)),
  };
}

function verdictOn(table: CustomerTable): string {
  return segment(table).structure.verdict;
}

function each<Result>(seeds: number, run: (seed: number) => Result): Result[] {
  return Array.from({ length: seeds }, (_, at) => run(at + 1));
}

/** { verdicts: "none 19, weak 1" } */
function counts(verdicts: readonly string[]): { verdicts: string } {
  const groups = [...Map.groupBy(verdicts, (verdict) => verdict)];
  return { verdicts: groups.map(([verdict, all]) => `${verdict} ${all.length}`).join(', ') };
}
