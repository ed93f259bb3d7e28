import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { ask } from '../../api/call.ts';
import type { ShownRun, ShownTask } from '../../api/types.ts';
import { type Draft, draft } from '../../data/draft.ts';
import { kept } from '../../data/kept.ts';
import { useLook, useSay } from '../../look/look.ts';
import { useHeading } from '../../parts/chrome.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useSending } from '../new/sending.ts';

/** Why there is no result, where the fault lies, and what to do. */
export function EndedPage({ run: { run_id: id, state, task_id: task } }: { run: ShownRun }) {
  const say = useSay();
  const { language } = useLook();
  const { data } = useQuery({
    queryKey: ['task', task, language],
    queryFn: ({ signal }) => ask<ShownTask>(`/api/v1/tasks/${task}`, { language, signal }),
    enabled: task !== null,
  });
  const error = data?.error ?? null;
  useHeading(say(`ended_${state === 'cancelled' ? 'cancelled' : 'failed'}`));
  const faults = Object.entries(error?.errors ?? {}).flatMap(([path, texts]) => texts.map((text) => ({ path, text })));
  return (
    <div className="page">
      <h1>{say(`ended_${state === 'cancelled' ? 'cancelled' : 'failed'}`)}</h1>
      {error && (
        <div className="trouble">
          <p>{error.message}</p>
          <p className="quiet">
            {say('request_id')} <code>{error.request_id}</code>
          </p>
        </div>
      )}
      {faults.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={say('faults')}>
          <table>
            <thead>
              <tr>
                <th scope="col" className="n">
                  {say('row')}
                </th>
                <th scope="col">{say('column')}</th>
                <th scope="col">{say('fault')}</th>
              </tr>
            </thead>
            <tbody>
              {faults.map(({ path, text }) => {
                const { row, column } = placeOf(path);
                return (
                  <tr key={`${path} ${text}`}>
                    <td className="n">{row ?? '–'}</td>
                    <th scope="row">{column}</th>
                    <td>{text}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <Again run={id} faulty={faults.length > 0} />
    </div>
  );
}

/** data[17].features.spend -> customer 18, spend. */
function placeOf(path: string): { row: number | null; column: string } {
  const [, at, column] = /^data\[(\d+)\]\.?(?:features\.)?(.*)$/.exec(path) ?? [];
  return at === undefined ? { row: null, column: path } : { row: Number(at) + 1, column: column || 'customer_id' };
}

/** How to go on: the same once more, the columns that have a fault, or another file. */
function Again({ run, faulty }: { run: string; faulty: boolean }) {
  const say = useSay();
  const here = useSyncExternalStore(draft.subscribe, draft.get);
  const before = kept.get();
  if (here?.run === run) return <AgainHere draft={here} faulty={faulty} />;
  if (before?.run === run)
    return (
      <>
        <p className="quiet">{say('retry_file', { name: before.file.name })}</p>
        <Link to="/new" search={{ step: 'options' }} className="button primary">
          {say('retry_same')}
        </Link>
      </>
    );
  return (
    <Link to="/new" className="button primary">
      {say('new_segmentation')}
    </Link>
  );
}

/** The file is still there: it is sent once more from here. */
function AgainHere({ draft: of, faulty }: { draft: Draft; faulty: boolean }) {
  const say = useSay();
  const { sent, error, start } = useSending(of);
  return (
    <>
      {error !== null && <Trouble error={error} />}
      {sent !== null && <progress max={1} {...(sent < 1 && { value: sent })} aria-label={say('retrying')} />}
      <p className="actions">
        <button type="button" className={`button${faulty ? '' : ' primary'}`} disabled={sent !== null} onClick={start}>
          {say(sent === null ? 'retry_same' : 'retrying')}
        </button>
        <Link to="/new" search={{ step: 'columns' }} className={`button${faulty ? ' primary' : ''}`}>
          {say('back_to_columns')}
        </Link>
      </p>
    </>
  );
}
