import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, call } from '../api/call.ts';
import type { ListedRun } from '../api/types.ts';
import { useLook, useSay } from '../look/look.ts';
import { count, moment } from '../look/numbers.ts';
import { useHeading } from '../parts/chrome.tsx';
import { Trouble } from '../parts/trouble.tsx';

interface Page {
  readonly runs: readonly ListedRun[];
  readonly next_cursor: string | null;
}
const verdicts = ['strong', 'moderate', 'weak', 'none'] as const;
/** How often a list with runs at work is asked for again. */
const LOOK_MS = 2_000;

/** The runs of the tenant, latest first. */
export function RunsPage() {
  const say = useSay();
  const { language } = useLook();
  const client = useQueryClient();
  const [verdict, setVerdict] = useState('');
  const [search, setSearch] = useState('');
  const [error, setError] = useState<unknown>(null);
  const found = useInfiniteQuery({
    queryKey: ['runs', verdict],
    queryFn: ({ pageParam, signal }) =>
      ask<Page>(
        `/api/v1/runs?${new URLSearchParams({ limit: '50', ...(verdict && { verdict }), ...(pageParam && { cursor: pageParam }) })}`,
        {
          language,
          signal,
        },
      ),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ runs }) => runs.some(({ state: at }) => at === 'queued' || at === 'running'))
        ? LOOK_MS
        : false,
  });
  useHeading(say('segmentations'));
  const all = found.data?.pages.flatMap(({ runs }) => runs) ?? [];
  const wanted = search.trim().toLowerCase();
  const shown = all.filter((run) => wanted === '' || textOf(run).includes(wanted));
  const remove = (run: ListedRun): void => {
    if (!window.confirm(say('delete_sure', { run: run.run_id.slice(0, 8) }))) return;
    call(`/api/v1/runs/${run.run_id}`, { method: 'DELETE', language }).then(
      () => client.invalidateQueries({ queryKey: ['runs'] }),
      setError,
    );
  };

  return (
    <div className="page">
      <h1 className="title-1">{say('segmentations')}</h1>
      {error !== null && <Trouble error={error} />}
      {found.error && <Trouble error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && all.length === 0 && verdict === '' ? (
        <div className="empty">
          <p className="claim">{say('no_runs')}</p>
          <Link to="/new" className="button primary">
            {say('new_segmentation')}
          </Link>
        </div>
      ) : (
        <>
          <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
            <label className="field">
              <span>{say('search_runs')}</span>
              <input type="search" value={search} onChange={({ target }) => setSearch(target.value)} />
            </label>
            <label className="field">
              <span>{say('structure')}</span>
              <select value={verdict} onChange={({ target }) => setVerdict(target.value)}>
                <option value="">{say('any')}</option>
                {verdicts.map((one) => (
                  <option key={one} value={one}>
                    {say(`verdict_${one}`)}
                  </option>
                ))}
              </select>
            </label>
          </form>
          <p className="quiet" role="status">
            {found.isSuccess && say('runs_shown', { n: shown.length })}
          </p>
          <ul className="rows">
            {shown.map((run) => (
              <li key={run.run_id} className="row">
                <div className="row-title">
                  <Link to="/segmentations/$run" params={{ run: run.run_id }} className="row-name">
                    {run.name ?? sizeOf(run)}
                  </Link>
                  {run.name !== null && <span className="quiet">{sizeOf(run)}</span>}
                </div>
                <span className="row-verdict">
                  {run.verdict ? <Meter verdict={run.verdict} /> : say(`state_${run.state}`)}
                </span>
                <span>
                  {run.algorithm && run.n_clusters !== null
                    ? say('model', { algorithm: say(`algorithm_${run.algorithm as 'KMeans'}`), k: run.n_clusters })
                    : '–'}
                </span>
                <span className="quiet">{moment(run.created_at, language)}</span>
                <code>{run.run_id.slice(0, 8)}</code>
                <button type="button" className="button small" onClick={() => remove(run)}>
                  {say('delete')}
                  <span className="hidden"> {run.run_id.slice(0, 8)}</span>
                </button>
              </li>
            ))}
          </ul>
          {found.hasNextPage && (
            <button type="button" className="button" onClick={() => void found.fetchNextPage()}>
              {say('more_runs')}
            </button>
          )}
        </>
      )}
    </div>
  );

  function sizeOf({ customers, state }: ListedRun): string {
    return customers === null ? say(`state_${state}`) : say('n_customers', { n: customers });
  }

  function textOf(run: ListedRun): string {
    const { run_id: id, name, segment_names: names, customers, algorithm, verdict: word } = run;
    return [
      id,
      name,
      ...Object.values(names),
      count(customers ?? 0, language),
      algorithm,
      word && say(`verdict_${word}`),
      say(`state_${run.state}`),
    ]
      .join(' ')
      .toLowerCase();
  }
}

/** Where the verdict stands between none and strong, and the word. */
function Meter({ verdict }: { verdict: NonNullable<ListedRun['verdict']> }) {
  const say = useSay();
  return (
    <span className="meter">
      <span className="steps" aria-hidden="true">
        {verdicts.toReversed().map((one) => (
          <i key={one} className={one === verdict ? 'here' : ''} />
        ))}
      </span>
      <strong>{say(`verdict_${verdict}`)}</strong>
    </span>
  );
}
