import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/call.ts';
import type { ListedRun, RunFigures, ShownRun } from '../../api/types.ts';
import { useLook } from '../../look/look.ts';

export type Model = Pick<RunFigures['candidates'][number], 'algorithm' | 'segments' | 'k'>;

interface Choice {
  readonly busy: boolean;
  readonly error: unknown;
  readonly choose: (model: Model) => void;
}

/** Goes to the run in which another model of the same sweep is chosen: the one that is there already, or else a new one. */
export function useChoice({ run_id: id, chosen_from: from }: ShownRun): Choice {
  const { language } = useLook();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const first = from ?? id;
  const runWith = async ({ algorithm, segments, k }: Model): Promise<string> => {
    const { runs } = await ask<{ runs: ListedRun[] }>('/api/v1/runs?state=completed&limit=100', { language });
    const known = runs.find(
      (run) =>
        (run.run_id === first || run.chosen_from === first) &&
        run.algorithm === algorithm &&
        run.n_clusters === segments,
    );
    if (known) return known.run_id;
    const body = JSON.stringify({ algorithm, ...(k === null ? {} : { k }) });
    // From the first one, so that the way back leads to what the rule chose; it may have been deleted since.
    const origin = runs.some((run) => run.run_id === first) ? first : id;
    const made = await ask<{ run_id: string }>(`/api/v1/runs/${origin}/choose`, { method: 'POST', body, language });
    return made.run_id;
  };
  const choose = (model: Model): void => {
    setBusy(true);
    setError(null);
    runWith(model)
      .then(async (run) => {
        await navigate({ to: '/segmentations/$run', params: { run } });
        window.scrollTo(0, 0);
      })
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return { busy, error, choose };
}
