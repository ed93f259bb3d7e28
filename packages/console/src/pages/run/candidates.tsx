import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { RunFigures, ShownRun } from '../../api/types.ts';
import { useSay } from '../../look/look.ts';
import { shortId } from '../../look/name.ts';
import { FigureTools } from '../../parts/figure-tools.tsx';
import { usePlaces } from '../../parts/places.ts';
import { Trouble } from '../../parts/trouble.tsx';
import { useChoice } from './choice.ts';

/** Models that may win that stand there at once; the style sheet says it too. */
const FIRST = 6;

/** Every model that was tried, each of those that may win with a button to take it instead. */
export function Candidates({ result: { figures, numbers, candidates }, run }: { result: RunFigures; run: ShownRun }) {
  const say = useSay();
  const { busy, error, choose } = useChoice(run);
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const html = figures.candidates ?? '';
  // The rows of the table begin with the models that may win, in the same order.
  const [all, setAll] = useState(false);
  const [body] = usePlaces(box, '.body', html);
  const more = candidates.length - FIRST;
  const places = usePlaces(box, 'tbody tr:not(.divider) td.remark', html);
  return (
    <>
      {error !== null && <Trouble error={error} />}
      <div className={all ? 'part' : 'part first-candidates'}>
        <div ref={setBox} dangerouslySetInnerHTML={{ __html: html }} />
        <FigureTools
          box={box}
          drawn={html}
          savedAs={`candidates-${shortId(run.run_id)}`}
          numbers={() => numbers.candidates ?? ''}
        />
      </div>
      {body &&
        more > 0 &&
        createPortal(
          <p>
            <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
              {say('more_candidates', { n: more })}
            </button>
          </p>,
          body,
        )}
      {candidates.map((candidate, i) => {
        const place = places[i];
        return (
          place &&
          !candidate.chosen &&
          createPortal(
            <button type="button" className="button small" disabled={busy} onClick={() => choose(candidate)}>
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
