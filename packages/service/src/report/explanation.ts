import type { Language, Verdict } from '@clientele/engine';

/** The words of a run as the report needs them; the engine's Explanation fits. */
export interface ReportExplanation {
  readonly language: Language;
  readonly verdict: {
    readonly word: string;
    readonly headline: string;
    readonly paragraph: string;
    readonly key?: Verdict;
  };
  readonly tests: readonly {
    readonly key: 'apart' | 'comes_back' | 'held_up';
    readonly question: string;
    readonly answer: string;
    readonly sentence: string;
  }[];
  readonly personas: readonly ReportPersona[];
  readonly choice: string;
  readonly notices: readonly { readonly code: string; readonly message: string }[];
  readonly featureLabels: Readonly<Record<string, { readonly label: string; readonly unit: string }>>;
  readonly figureTitles: Readonly<Record<string, string | null>>;
}
export interface ReportPersona {
  readonly id: number;
  readonly label: string;
  readonly description: string;
  readonly evidence: readonly string[];
  readonly recommendedAction: string;
  readonly play: string;
}
