import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ask } from '../../api/call.ts';
import type { ShownRun, ShownTask } from '../../api/types.ts';
import { draft } from '../../data/draft.ts';
import { useLook, useSay } from '../../look/look.ts';
import { useHeading } from '../../parts/chrome.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { ProgressPage } from './progress.tsx';
import { ResultPage } from './result.tsx';

/** One address for the whole life of a run: waiting, at work, its result, or why there is none. */
export function RunPage() {
  const { run: id } = useParams({ from: '/segmentations/$run' });
  const { language } = useLook();
  const client = useQueryClient();
  const run = useQuery({
    queryKey: ['run', id],
    queryFn: ({ signal }) => ask<ShownRun>(`/api/v1/runs/${id}`, { language, signal }),
  });
  const over = useCallback(() => void client.invalidateQueries({ queryKey: ['run', id] }), [client, id]);
  if (run.error) return <Missing error={run.error} retry={() => void run.refetch()} />;
  if (!run.data) return <Waiting />;
  const { state, task_id: task } = run.data;
  if (state === 'completed') return <ResultPage key={id} run={run.data} />;
  if ((state === 'queued' || state === 'running') && task !== null) return <ProgressPage task={task} over={over} />;
  return <Ended state={state} task={task} />;
}

function Missing({ error, retry }: { error: unknown; retry: () => void }) {
  const say = useSay();
  useHeading(say('not_there'));
  return (
    <div className="page">
      <h1 className="title-1">{say('not_there')}</h1>
      <Trouble error={error} retry={retry} />
    </div>
  );
}

/** Why there is no result, where the fault lies, and what to do. */
function Ended({ state, task }: { state: ShownRun['state']; task: string | null }) {
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
  const ready = draft.get() !== null;
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
      <Link to="/new" search={ready ? { step: 'columns' } : {}} className="button primary">
        {say(ready ? 'back_to_columns' : 'new_segmentation')}
      </Link>
    </div>
  );
}

/** data[17].features.spend -> customer 18, spend. */
export function placeOf(path: string): { row: number | null; column: string } {
  const [, at, column] = /^data\[(\d+)\]\.?(?:features\.)?(.*)$/.exec(path) ?? [];
  return at === undefined ? { row: null, column: path } : { row: Number(at) + 1, column: column || 'customer_id' };
}
