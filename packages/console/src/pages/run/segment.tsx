import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/call.ts';
import type { SegmentFigures } from '../../api/types.ts';
import { keyOf, segmentOf } from '../../data/keys.ts';
import { useLook, useSay } from '../../look/look.ts';
import { shortId } from '../../look/name.ts';
import { Badge } from '../../parts/badge.tsx';
import { useFigureWidth } from '../../look/width.ts';
import { useHeading } from '../../parts/chrome.tsx';
import { Part } from '../../parts/part.tsx';
import { Rename } from '../../parts/rename.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { saveAudience } from './downloads.ts';
import { useRenaming } from '../renaming.ts';
import { SegmentCustomers } from './segment-customers.tsx';

/** One segment: what is known of it, how it is spread, by which rule it is found, and who is in it. */
export function SegmentPage() {
  const { run, key } = useParams({ from: '/_inside/segmentations/$run/segments/$key' });
  const say = useSay();
  const { language } = useLook();
  const id = segmentOf(key);
  const width = useFigureWidth();
  const found = useQuery({
    enabled: id !== null,
    queryKey: ['segment', run, id, language, width],
    queryFn: ({ signal }) =>
      ask<SegmentFigures>(`/api/v1/runs/${run}/segments/${id}/figures?lang=${language}&width=${width}`, {
        language,
        signal,
      }),
    staleTime: Infinity,
    placeholderData: (before) => (before?.segment.segment_id === id ? before : undefined),
  });
  const missing = id === null || found.error !== null;
  useHeading(found.data?.segment.name ?? say(missing ? 'not_there' : 'loading'), found.data !== undefined || missing);
  if (missing)
    return (
      <div className="page">
        <h1 className="title-1">{say('not_there')}</h1>
        {found.error && <Trouble error={found.error} retry={() => void found.refetch()} />}
        <Link to="/segmentations/$run" params={{ run }} className="button">
          {say('whole_run')}
        </Link>
      </div>
    );
  if (!found.data) return <Waiting />;
  return <Found key={id} found={found.data} />;
}

function Found({ found }: { found: SegmentFigures }) {
  const say = useSay();
  const { run_id: run, run_name: runName, structured, segment, neighbour, segments, figures, numbers } = found;
  const rename = useRenaming(run);
  const { segment_id: id, name, generated_name: generated } = segment;
  const file = `${keyOf(segment)}-${shortId(run)}`;
  return (
    <article className="page result">
      <p className="crumbs">
        <Link to="/">{say('segmentations')}</Link> ›{' '}
        <Link to="/segmentations/$run" params={{ run }}>
          {runName ?? say('whole_run')}
        </Link>
      </p>
      <div className="split">
        <div className="segment-title">
          <Badge segment={segment} />
          <h1>{name}</h1>
          {id >= 0 && structured && (
            <Rename
              name={name}
              generated={name === generated ? null : generated}
              label={say('rename', { name })}
              save={(next) => rename(next, id)}
            />
          )}
        </div>
        <Audience found={found} />
      </div>
      {name !== generated && <p className="quiet">{say('generated_name', { name: generated })}</p>}
      <nav className="segment-places" aria-label={say('section_segments')}>
        {segments.map((one) => (
          <Link
            key={one.segment_id}
            to="/segmentations/$run/segments/$key"
            params={{ run, key: keyOf(one) }}
            title={one.name}
          >
            <Badge segment={one} />
            <span className="hidden">{one.name}</span>
          </Link>
        ))}
      </nav>
      <Part html={figures.words} />
      <Part html={figures.standing} />
      <h2>{say('section_profile')}</h2>
      <Part html={figures.facts} numbers={numbers.facts} savedAs={`facts-${file}`} />
      <h2>{say('section_spread')}</h2>
      {neighbour && <p className="quiet nearest">{say('nearest_is', { name: neighbour.name })}</p>}
      <Part html={figures.distributions} numbers={numbers.distributions} savedAs={`distributions-${file}`} />
      {figures.rules && <h2>{say('section_rules')}</h2>}
      <Part html={figures.rules} numbers={numbers.rules} savedAs={`rules-${file}`} />
      <SegmentCustomers run={run} segment={segment} segments={segments} />
    </article>
  );
}

function Audience({ found: { run_id: run, segment } }: { found: SegmentFigures }) {
  const say = useSay();
  const { language } = useLook();
  const [done, setDone] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const { segment_id: id, letter, name } = segment;
  const take = (): void => {
    setError(null);
    saveAudience(run, id, { name: letter || 'outliers', language }).then(
      (n) => setDone(say('audience_saved', { n, name })),
      setError,
    );
  };
  return (
    <div className="take-audience">
      <button type="button" className="button primary" onClick={take}>
        {say('audience')}
      </button>
      <p className="quiet" role="status">
        {done}
      </p>
      {error !== null && <Trouble error={error} />}
    </div>
  );
}
