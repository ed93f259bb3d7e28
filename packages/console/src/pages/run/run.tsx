import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { ask } from '../../api/call.ts';
import type { ShownRun } from '../../api/types.ts';
import { useLook, useSay } from '../../look/look.ts';
import { useHeading } from '../../parts/chrome.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { EndedPage } from './ended.tsx';
import { ProgressPage } from './progress.tsx';
import { ResultPage } from './result.tsx';

/** One address for the whole life of a run: waiting, at work, its result, or why there is none. */
export function RunPage() {
  const { run: id } = useParams({ from: '/_inside/segmentations/$run' });
  const { language } = useLook();
  const client = useQueryClient();
  const run = useQuery({
    queryKey: ['run', id],
    queryFn: ({ signal }) => ask<ShownRun>(`/api/v1/runs/${id}`, { language, signal }),
  });
  /** The run that ended while its progress was looked at. */
  const [ended, setEnded] = useState<string | null>(null);
  const over = useCallback(() => {
    setEnded(id);
    void client.invalidateQueries({ queryKey: ['run', id] });
  }, [client, id]);
  if (run.error) return <Missing error={run.error} retry={() => void run.refetch()} />;
  if (!run.data) return <Waiting />;
  const { state, task_id: task } = run.data;
  if (state === 'completed') return <ResultPage key={id} run={run.data} news={ended === id} />;
  if ((state === 'queued' || state === 'running') && task !== null)
    return <ProgressPage task={task} run={run.data} over={over} />;
  return <EndedPage run={run.data} />;
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
