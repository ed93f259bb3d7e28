import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { ask } from '../api/call.ts';
import type { RunFigures } from '../api/types.ts';
import { useLook, useSay } from '../look/look.ts';
import { usePlaces } from '../parts/places.ts';
import { Trouble } from '../parts/trouble.tsx';

/** Every model that was tried, each of those that may win with a button to take it instead. */
export function Candidates({ result: { run_id: id, figures, candidates } }: { result: RunFigures }) {
  const say = useSay();
  const { language } = useLook();
  const navigate = useNavigate();
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const html = figures.candidates ?? '';
  // The rows of the table begin with the models that may win, in the same order.
  const places = usePlaces(box, 'tbody tr:not(.divider) td.remark', html);
  const use = async ({ algorithm, k }: RunFigures['candidates'][number]): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const body = JSON.stringify({ algorithm, ...(k === null ? {} : { k }) });
      const { run_id: run } = await ask<{ run_id: string }>(`/api/v1/runs/${id}/choose`, {
        method: 'POST',
        body,
        language,
      });
      await navigate({ to: '/segmentations/$run', params: { run } });
      window.scrollTo(0, 0);
    } catch (reason) {
      setError(reason);
    }
    setBusy(false);
  };
  return (
    <>
      {error !== null && <Trouble error={error} />}
      <div ref={setBox} dangerouslySetInnerHTML={{ __html: html }} />
      {candidates.map((candidate, i) => {
        const place = places[i];
        return (
          place &&
          !candidate.chosen &&
          createPortal(
            <button type="button" className="button small" disabled={busy} onClick={() => void use(candidate)}>
              {say('use_instead')}
              <span className="hidden">
                : {candidate.method}, {candidate.segments}
              </span>
            </button>,
            place,
            `${candidate.algorithm} ${candidate.k}`,
          )
        );
      })}
    </>
  );
}
