import type { ReactNode } from 'react';
import type { Draft } from '../../data/draft.ts';
import { EarlierRun, GoalQuestions } from './goal.tsx';
import type { Sending } from './sending.ts';

/** What is asked of every file, then what is asked of its kind; sending it begins the run. */
export function OptionsForm({ draft, sending, children }: { draft: Draft; sending: Sending; children: ReactNode }) {
  return (
    <form
      className="options"
      onSubmit={(event) => {
        event.preventDefault();
        sending.start();
      }}
    >
      <GoalQuestions draft={draft} />
      <EarlierRun draft={draft} />
      {children}
    </form>
  );
}
