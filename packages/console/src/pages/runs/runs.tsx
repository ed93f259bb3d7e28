import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/call.ts';
import type { ListedRun, RunState } from '../../api/types.ts';
import { useLook, useSay } from '../../look/look.ts';
import { shortId } from '../../look/name.ts';
import { count } from '../../look/numbers.ts';
import { useHeading } from '../../parts/chrome.tsx';
import { SelectField } from '../../parts/select-field.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { ListFoot } from './list-foot.tsx';
import { verdicts } from './meter.tsx';
import { useRemovals } from './removals.ts';
import { RunRow } from './run-row.tsx';
import { LOOK_MS } from './running-bar.tsx';

interface Page {
  readonly runs: readonly ListedRun[];
  readonly next_cursor: string | null;
}
const states = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const satisfies readonly RunState[];
/** Runs that are compared with each other. */
const PAIR = 2;

/** The runs of the tenant, latest first. */
export function RunsPage() {
  const say = useSay();
  const { language } = useLook();
  const [verdict, setVerdict] = useState('');
  const [state, setState] = useState('');
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<readonly ListedRun[]>([]);
  const [back, setBack] = useState<string | null>(null);
  const [told, setTold] = useState('');
  const { waiting, gone, refused, undo, remove, removeNow } = useRemovals();
  const found = useRuns({ verdict, state });
  useHeading(say('segmentations'));
  const all = (found.data?.pages.flatMap(({ runs }) => runs) ?? []).filter(({ run_id: id }) => !gone.has(id));
  const any = { key: '', words: say('any') };
  const wanted = search.trim().toLowerCase();
  const shown = all.filter((run) => wanted === '' || textOf(run).includes(wanted));
  const choose = (run: ListedRun, wish: boolean): void => {
    const others = chosen.filter(({ run_id: id }) => id !== run.run_id);
    // From the menu of a third one choosing begins anew.
    setChosen(wish ? [...(others.length < PAIR ? others : []), run] : others);
  };
  const drop = (run: ListedRun, now: boolean): void => {
    setChosen(chosen.filter(({ run_id: id }) => id !== run.run_id));
    setBack(null);
    setTold(now ? say('deleted_run', { name: run.name ?? shortId(run.run_id) }) : '');
    (now ? removeNow : remove)(run);
  };

  return (
    <div className="page">
      <h1 className="title-1">{say('segmentations')}</h1>
      {found.error && <Trouble error={found.error} retry={() => void found.refetch()} />}
      <p className="quiet" role="status">
        {told}
      </p>
      {refused && !shown.some(({ run_id: id }) => id === refused.run.run_id) && <Trouble error={refused.reason} />}
      {found.isSuccess && all.length === 0 && verdict === '' && state === '' ? (
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
            <SelectField
              label={say('structure')}
              value={verdict}
              choices={[any, ...verdicts.map((one) => ({ key: one, words: say(`verdict_${one}`) }))]}
              choose={setVerdict}
            />
            <SelectField
              label={say('state')}
              value={state}
              choices={[any, ...states.map((one) => ({ key: one, words: say(`state_${one}`) }))]}
              choose={setState}
            />
          </form>
          <p className="quiet" role="status">
            {found.isSuccess && say('runs_shown', { n: shown.length })}
          </p>
          <ul className="rows">
            {shown.map((run) => (
              <RunRow
                key={run.run_id}
                run={run}
                chosen={chosen.some(({ run_id: id }) => id === run.run_id)}
                full={chosen.length === PAIR}
                choose={(wish) => choose(run, wish)}
                remove={(now) => drop(run, now)}
                refused={refused?.run.run_id === run.run_id ? refused.reason : undefined}
                back={back === run.run_id}
                tell={setTold}
              />
            ))}
          </ul>
          {found.hasNextPage && (
            <button type="button" className="button" onClick={() => void found.fetchNextPage()}>
              {say('more_runs')}
            </button>
          )}
        </>
      )}
      <ListFoot
        waiting={waiting}
        undo={({ run_id: id }) => {
          undo(id);
          setBack(id);
        }}
        chosen={chosen}
        clear={() => setChosen([])}
      />
    </div>
  );

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

/** The runs that a filter lets through, page by page; looked at again while one of them is at work. */
function useRuns({ verdict, state }: { verdict: string; state: string }) {
  const { language } = useLook();
  return useInfiniteQuery({
    queryKey: ['runs', verdict, state],
    queryFn: ({ pageParam: cursor, signal }) => {
      const filter = Object.entries({ verdict, state, cursor }).filter(([, value]) => value !== '');
      return ask<Page>(`/api/v1/runs?${new URLSearchParams([['limit', '50'], ...filter])}`, { language, signal });
    },
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ runs }) => runs.some(({ state: at }) => at === 'queued' || at === 'running'))
        ? LOOK_MS
        : false,
  });
}
