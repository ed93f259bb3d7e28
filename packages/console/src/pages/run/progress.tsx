import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import type { ShownRun, ShownTask } from '../../api/types.ts';
import { useLook, useSay } from '../../look/look.ts';
import { clock, tenths } from '../../look/numbers.ts';
import { useHeading } from '../../parts/chrome.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useTask } from './follow-task.ts';
import { ModelGrid } from './model-grid.tsx';
import { ReadingNotes } from './reading-notes.tsx';

/** Work of so many seconds is not thrown away without asking. */
const ASK_AFTER_SECONDS = 10;
/** What a run is at, in the order of the work, with its parts; the models advance side by side. */
const steps = [
  { key: 'read', parts: ['decode'] },
  { key: 'features', parts: ['features'] },
  { key: 'models', parts: ['kmeans', 'gmm', 'hierarchical', 'dbscan', 'scores'] },
  { key: 'trust', parts: ['trust'] },
  { key: 'describe', parts: ['profiles'] },
] as const;

type Progress = NonNullable<ShownTask['progress']>;

/** How far a run is, from the moment it is queued. `over` is told when there is nothing more to wait for. */
export function ProgressPage({ task: id, run, over }: { task: string; run: ShownRun; over: () => void }) {
  const say = useSay();
  const { language } = useLook();
  const { task, again, restarted } = useTask(id, over);
  const [error, setError] = useState<unknown>(null);
  const [cancelling, setCancelling] = useState(false);
  const progress = task?.progress ?? null;
  const customers = progress?.customers ?? 0;
  const title = customers > 0 ? say('grouping_n', { n: customers }) : say('grouping');
  const used = sum(Object.values(progress?.seconds ?? {}));
  const percent = progress?.percent ?? 0;
  const at = stepAt(progress, task?.status === 'running');
  const step = steps[at];
  const queued = task?.position ? say('queued_before', { n: task.position - 1 }) : null;
  useHeading(title, true, queued ?? (step ? say('tab_at', { percent, step: say(`step_${step.key}`) }) : title));
  const cancel = (): void => {
    if (used >= ASK_AFTER_SECONDS && !window.confirm(say('cancel_sure'))) return;
    setCancelling(true);
    call(`/api/v1/tasks/${id}`, { method: 'DELETE', language }).catch((reason: unknown) => {
      setCancelling(false);
      setError(reason);
    });
  };
  return (
    <div className="page progress">
      <p className="crumbs">
        <Link to="/">{say('segmentations')}</Link>
      </p>
      <div className="split">
        <div>
          <h1>{title}</h1>
          <p className="lead">
            {queued ?? timeLeft()} {say('may_close')}
          </p>
        </div>
        <button type="button" className="button" onClick={cancel} disabled={cancelling || task?.cancelling === true}>
          {say(cancelling ? 'cancelling' : 'cancel_job')}
        </button>
      </div>
      <progress className={again === null ? '' : 'hollow'} max={100} value={percent} aria-label={say('grouping')} />
      <p className="bar-ends">
        <span>{say('used', { percent, seconds: tenths(used, language) })}</span>
        {task?.started_at && <span>{say('started_at', { time: clock(task.started_at, language) })}</span>}
      </p>
      <p className="hidden" role="status">
        {say('percent_done', { percent: Math.floor(percent / 10) * 10 })}
      </p>
      {again !== null ? (
        <p className="notice" role="alert">
          {say('connection_lost', { seconds: again })}
        </p>
      ) : (
        restarted && (
          <p className="notice" role="status">
            {say('server_restarted')}
          </p>
        )
      )}
      {error !== null && <Trouble error={error} />}
      <div className="at-work">
        <Steps progress={progress} at={at} />
        {progress && progress.models.length > 0 && <ModelGrid models={progress.models} />}
      </div>
      <ReadingNotes run={run} />
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

/** The step that the work is at; -1 before it is begun. */
function stepAt(progress: Progress | null, running: boolean): number {
  const heard = steps.findIndex(({ parts }) => (parts as readonly string[]).includes(progress?.phase ?? ''));
  // Reading tells nothing of itself.
  return running && heard < 0 ? 0 : heard;
}

/** What was done, what is done now, what comes. */
function Steps({ progress, at }: { progress: Progress | null; at: number }) {
  const say = useSay();
  const { language } = useLook();
  const models = progress?.models ?? [];
  const done = models.filter(({ stage }) => stage === 'fitted' || stage === 'scored').length;
  return (
    <ol className="steps-list">
      {steps.map(({ key, parts }, i) => {
        const taken = sum(parts.map((part) => progress?.seconds[part] ?? 0));
        return (
          <li
            key={key}
            className={i < at ? 'done' : i === at ? 'now' : ''}
            aria-current={i === at ? 'step' : undefined}
          >
            <strong>{say(`step_${key}`)}</strong>
            <span>
              {key === 'models' && models.length > 0
                ? say('models_done', { done, all: models.length })
                : say(`step_${key}_more`)}
            </span>
            {i <= at && <span className="taken">{say('seconds_taken', { n: tenths(taken, language) })}</span>}
          </li>
        );
      })}
    </ol>
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
