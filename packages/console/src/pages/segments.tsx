import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { RunFigures } from '../api/types.ts';
import { useLook, useSay } from '../look/look.ts';
import { usePlaces } from '../parts/places.ts';
import { Trouble } from '../parts/trouble.tsx';
import { saveAudience } from './downloads.ts';

/** The segments in value order, each with its audience to take away. */
export function Segments({ result: { run_id: id, figures, segments } }: { result: RunFigures }) {
  const say = useSay();
  const { language } = useLook();
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const html = figures.segments ?? '';
  const places = usePlaces(box, '.segment', html);
  const take = ({ segment_id: segment, letter, name }: RunFigures['segments'][number]): void => {
    setError(null);
    saveAudience(id, segment, { name: letter || 'outliers', language }).then(
      (n) => setDone(say('audience_saved', { n, name })),
      setError,
    );
  };
  return (
    <>
      <div ref={setBox} dangerouslySetInnerHTML={{ __html: html }} />
      <p className="quiet" role="status">
        {done}
      </p>
      {error !== null && <Trouble error={error} />}
      {segments.map((segment, i) => {
        const place = places[i];
        return (
          place &&
          createPortal(
            <p className="audience">
              <button type="button" className="button small" onClick={() => take(segment)}>
                {say('audience')}
                <span className="hidden"> {segment.name}</span>
              </button>
            </p>,
            place,
            String(segment.segment_id),
          )
        );
      })}
    </>
  );
}
