import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { RunFigures } from '../../api/types.ts';
import { keyOf } from '../../data/keys.ts';
import { useLook, useSay } from '../../look/look.ts';
import { usePlaces } from '../../parts/places.ts';
import { Rename } from '../../parts/rename.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { saveAudience } from './downloads.ts';
import { useRenaming } from '../renaming.ts';

/** The segments in value order, each with its audience to take away. */
export function Segments({ result: { run_id: id, figures, segments } }: { result: RunFigures }) {
  const say = useSay();
  const { language } = useLook();
  const rename = useRenaming(id);
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
              save={(next) => rename(next, segment)}
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
              <Link
                to="/segmentations/$run/segments/$key"
                params={{ run: id, key: keyOf(segment) }}
                className="button small"
              >
                {say('look_closer')}
                <span className="hidden"> {segment.name}</span>
              </Link>
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
