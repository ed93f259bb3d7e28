import { useNavigate } from '@tanstack/react-router';
import { useId, useLayoutEffect, useRef } from 'react';
import type { ListedRun } from '../../api/types.ts';
import { useSay } from '../../look/look.ts';
import { useRunTitle } from './run-title.ts';

interface Props {
  /** What was deleted and can still be brought back. */
  readonly waiting: readonly ListedRun[];
  readonly undo: (run: ListedRun) => void;
  /** At most two. */
  readonly chosen: readonly ListedRun[];
  readonly clear: () => void;
}

/** At the foot of the list, in sight wherever it is scrolled to: what was deleted, with the way back, and what is chosen. */
export function ListFoot({ waiting, undo, chosen, clear }: Props) {
  const say = useSay();
  const navigate = useNavigate();
  const [from, to] = chosen.toSorted((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
  const idle = waiting.length === 0 && chosen.length === 0;
  return (
    <div className={idle ? '' : 'will'}>
      {waiting.map((run) => (
        <Deleted key={run.run_id} run={run} undo={() => undo(run)} />
      ))}
      <div className="actions">
        <p role="status">{from && say('n_chosen', { n: chosen.length })}</p>
        {from && to && (
          <button
            type="button"
            className="button primary"
            onClick={() => void navigate({ to: '/compare', search: { from: from.run_id, to: to.run_id } })}
          >
            {say('compare')}
          </button>
        )}
        {from && (
          <button type="button" className="button" onClick={clear}>
            {say('clear_list')}
          </button>
        )}
      </div>
    </div>
  );
}

/** What was deleted, and the way back. It takes the focus, for the row that had it is gone, and leaves it to the heading. */
function Deleted({ run, undo }: { run: ListedRun; undo: () => void }) {
  const say = useSay();
  const title = useRunTitle();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const { current } = button;
    current?.focus();
    return () => {
      if (current?.matches(':focus')) document.querySelector<HTMLElement>('main h1')?.focus();
    };
  }, []);
  return (
    <div className="actions">
      <p id={id}>{say('deleted_run', { name: title(run) })}</p>
      <button ref={button} type="button" className="button" aria-describedby={id} onClick={undo}>
        {say('undo')}
      </button>
    </div>
  );
}
