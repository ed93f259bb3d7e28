import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { call } from '../api/call.ts';
import type { RunFigures } from '../api/types.ts';
import { useLook, useSay } from '../look/look.ts';
import { usePlaces } from '../parts/places.ts';
import { Rename } from '../parts/rename.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { saveAudience } from './downloads.ts';

/** The segments in value order, each with its audience to take away. */
export function Segments({ result: { run_id: id, figures, segments } }: { result: RunFigures }) {
  const say = useSay();
  const { language } = useLook();
  const client = useQueryClient();
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const html = figures.segments ?? '';
  const places = usePlaces(box, '.segment', html);
  const names = usePlaces(box, '.segment h3', html);
  const take = ({ segment_id: segment, letter, name }: RunFigures['segments'][number]): void => {
    setError(null);
    saveAudience(id, segment, { name: letter || 'outliers', language }).then(
      (n) => setDone(say('audience_saved', { n, name })),
      setError,
    );
  };
  const rename = async (segment: number, name: string | null): Promise<void> => {
    const body = JSON.stringify({ name });
    await call(`/api/v1/runs/${id}/segments/${segment}`, { method: 'PATCH', body, language });
    // Whatever tells a segment's name is told anew.
    for (const key of ['figures', 'labels', 'customer', 'run']) void client.invalidateQueries({ queryKey: [key, id] });
    await client.invalidateQueries({ queryKey: ['runs'] });
  };
  return (
    <>
      <div ref={setBox} dangerouslySetInnerHTML={{ __html: html }} />
      <p className="quiet" role="status">
        {done}
      </p>
      {error !== null && <Trouble error={error} />}
      {segments.map(({ segment_id: segment, name, generated_name: generated }, i) => {
        const heading = names[i];
        return (
          heading &&
          segment >= 0 &&
          createPortal(
            <Rename
              name={name}
              generated={name === generated ? null : generated}
              label={say('rename', { name })}
              save={(next) => rename(segment, next)}
              formIn={heading.parentElement}
            />,
            heading,
            `name ${segment}`,
          )
        );
      })}
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
