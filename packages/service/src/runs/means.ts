import type { Language, Watch } from '@clientele/engine';
import type { ContractName } from '../contract/runs/runs.ts';
import type { Stopwatch } from './stopwatch.ts';

/** Whose words a refusal is told in; jobs set it as soon as they know. */
export interface Told {
  contract: ContractName;
  language: Language | null;
}

/** What a job is done with. */
export interface Means {
  readonly watch: Watch;
  readonly time: Stopwatch;
  readonly told: Told;
}
