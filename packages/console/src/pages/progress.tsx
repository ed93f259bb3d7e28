import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ask, call } from '../api/call.ts';
import { eventsAt } from '../api/events.ts';
import type { ShownTask } from '../api/types.ts';
import { useLook, useSay } from '../look/look.ts';
import { useHeading } from '../parts/chrome.tsx';
import { Trouble } from '../parts/trouble.tsx';

/** Seconds after which a broken connection is tried again. */
const RETRY_SECONDS = 4;
/** What a run is at, in the order of the work; the models advance side by side. */
const steps = [
  { key: 'read', phases: ['decode'] },
  { key: 'features', phases: ['features'] },
  { key: 'models', phases: ['kmeans', 'gmm', 'hierarchical', 'dbscan', 'scores'] },
  { key: 'trust', phases: ['trust'] },
  { key: 'describe', phases: ['profiles'] },
] as const;

/** How far a run is, from the moment it is queued. `over` is told when there is nothing more to wait for. */
export function ProgressPage({ task: id, over }: { task: string; over: () => void }) {
  const say = useSay();
  const { language } = useLook();
  const { task, again } = useTask(id, over);
  const [error, setError] = useState<unknown>(null);
  const [cancelling, setCancelling] = useState(false);
  useHeading(say('grouping'));
  const cancel = (): void => {
    setCancelling(true);
    call(`/api/v1/tasks/${id}`, { method: 'DELETE', language }).catch((reason: unknown) => {
      setCancelling(false);
      setError(reason);
    });
  };
  const percent = task?.progress?.percent ?? 0;
  const at = steps.findIndex(({ phases }) => (phases as readonly string[]).includes(task?.progress?.phase ?? ''));
  return (
    <div className="page progress">
      <p className="crumbs">
        <Link to="/">{say('segmentations')}</Link>
      </p>
      <div className="split">
        <div>
          <h1>{say('grouping')}</h1>
          <p className="lead" role="status">
            {task?.position ? say('queued_before', { n: task.position - 1 }) : timeLeft()} {say('may_close')}
          </p>
        </div>
        <button type="button" className="button" onClick={cancel} disabled={cancelling || task?.cancelling === true}>
          {say(cancelling ? 'cancelling' : 'cancel_job')}
        </button>
      </div>
      <progress className={again === null ? '' : 'hollow'} max={100} value={percent} aria-label={say('grouping')} />
      <p className="quiet">{say('percent_done', { percent })}</p>
      {again !== null && (
        <p className="notice" role="alert">
          {say('connection_lost', { seconds: again })}
        </p>
      )}
      {error !== null && <Trouble error={error} />}
      <ol className="steps-list">
        {steps.map(({ key }, i) => (
          <li
            key={key}
            className={i < at ? 'done' : i === at ? 'now' : ''}
            aria-current={i === at ? 'step' : undefined}
          >
            <strong>{say(`step_${key}`)}</strong>
            <span>{say(`step_${key}_more`)}</span>
          </li>
        ))}
      </ol>
      <dl className="why-list">
        {(['models', 'trust', 'none'] as const).map((key) => (
          <div key={key}>
            <dt>{say(`why_${key}`)}</dt>
            <dd>{say(`why_${key}_answer`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );

  function timeLeft(): string {
    if (!task || task.status === 'queued') return say('waiting_turn');
    return task.eta_seconds === null ? say('measuring') : say('time_left', { n: Math.max(1, task.eta_seconds) });
  }
}

/** The task as it changes, and the seconds until the connection is tried again; null while there is one. */
function useTask(id: string, over: () => void): { task: ShownTask | null; again: number | null } {
  const { language } = useLook();
  const [task, setTask] = useState<ShownTask | null>(null);
  const [again, setAgain] = useState<number | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const url = `/api/v1/tasks/${id}`;
    const heard = (shown: ShownTask): boolean => {
      setAgain(null);
      // What is left never counts upwards.
      setTask((before) => ({ ...shown, eta_seconds: least(before?.eta_seconds ?? null, shown.eta_seconds) }));
      return shown.status !== 'queued' && shown.status !== 'running';
    };
    const follow = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        try {
          const asking = { language, signal: stop.signal };
          if (heard(await ask<ShownTask>(url, asking))) return over();
          for await (const { data } of eventsAt(`${url}/events`, asking)) if (heard(data as ShownTask)) return over();
        } catch {
          for (let left = RETRY_SECONDS; left > 0 && !stop.signal.aborted; left--) {
            setAgain(left);
            await new Promise((resolve) => setTimeout(resolve, 1_000));
          }
        }
      }
    };
    void follow();
    return () => stop.abort();
  }, [id, language, over]);
  return { task, again };
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? b : Math.min(a, b);
}
