import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ask } from '../../api/call.ts';
import type { ListedRun } from '../../api/types.ts';
import { useLook, useSay } from '../../look/look.ts';
import { shortId } from '../../look/name.ts';
import { moment } from '../../look/numbers.ts';
import { Menu } from '../../parts/menu.tsx';
import { NameForm } from '../../parts/rename.tsx';
import { saveFrom } from '../../parts/save.ts';
import { Trouble } from '../../parts/trouble.tsx';
import { useRenaming } from '../renaming.ts';
import { DeleteForm } from './delete-form.tsx';
import { Meter } from './meter.tsx';
import { RunningBar } from './running-bar.tsx';
import { useRunSize, useRunTitle } from './run-title.ts';
import { Sizes } from './sizes.tsx';

interface Props {
  readonly run: ListedRun;
  /** Whether it is one of the two that are compared. */
  readonly chosen: boolean;
  /** Whether both are chosen. */
  readonly full: boolean;
  readonly choose: (chosen: boolean) => void;
  /** Deletes it; `now` with no way back. */
  readonly remove: (now: boolean) => void;
  /** Why it could not be deleted; undefined where nobody tried. */
  readonly refused: unknown;
  /** Whether it has been brought back: then it takes the focus. */
  readonly back: boolean;
  readonly tell: (words: string) => void;
}

/** One run of the list, and what may be done with it. */
export function RunRow({ run, chosen, full, choose, remove, refused, back, tell }: Props) {
  const say = useSay();
  const { language } = useLook();
  const [form, setForm] = useState<'rename' | 'delete' | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  const row = useRef<HTMLLIElement>(null);
  const rename = useRenaming(run.run_id);
  const [size, title] = [useRunSize()(run), useRunTitle()(run)];
  const short = shortId(run.run_id);
  const named = `${title} ${short}`;
  const completed = run.state === 'completed';
  const toMenu = (): void => row.current?.querySelector<HTMLElement>('.menu button')?.focus();
  useEffect(() => {
    if (back) toMenu();
  }, [back]);
  const close = (): void => {
    setForm(null);
    toMenu();
  };
  const act = (work: Promise<void>): void => {
    setError(undefined);
    work.catch(setError);
  };
  const report = async (): Promise<void> => {
    const name = `report-${short}.html`;
    tell(say('report_comes'));
    await saveFrom(`/api/v1/runs/${run.run_id}/report?lang=${language}`, name, language).catch((reason: unknown) => {
      tell('');
      throw reason;
    });
    tell(say('saved_as', { name }));
  };
  /** Runs that go on from this one ask for more care: its name is to be typed. */
  const begin = async (): Promise<void> => {
    const after = `/api/v1/runs?previous_run_id=${run.run_id}&limit=1`;
    const { runs } = await ask<{ runs: ListedRun[] }>(after, { language });
    if (runs.length > 0) setForm('delete');
    else remove(false);
  };
  const choices = [
    { key: 'rename', words: say('rename_it'), act: () => setForm('rename') },
    ...(completed
      ? [
          { key: 'compare', words: say('compare'), act: () => choose(true) },
          { key: 'report', words: say('file_report'), act: () => act(report()) },
        ]
      : []),
    { key: 'delete', words: say('delete'), act: () => act(begin()) },
  ];
  const trouble = error ?? refused;
  return (
    <li ref={row} className="row">
      {completed && (
        <label className="row-choice">
          <input
            type="checkbox"
            checked={chosen}
            disabled={full && !chosen}
            aria-label={say('choose_to_compare', { name: named })}
            onChange={({ target }) => choose(target.checked)}
          />
        </label>
      )}
      <div className="row-title">
        <Link to="/segmentations/$run" params={{ run: run.run_id }} className="row-name">
          {title}
        </Link>
        <span className="quiet">
          {run.name !== null && `${size} · `}
          <code>{short}</code>
        </span>
      </div>
      <span className="row-verdict">{run.verdict ? <Meter verdict={run.verdict} /> : say(`state_${run.state}`)}</span>
      <span className="row-sizes">
        {run.state === 'running' && run.task_id !== null ? <RunningBar task={run.task_id} /> : <Sizes run={run} />}
      </span>
      <span className="row-model">
        {run.algorithm && run.n_clusters !== null
          ? say('model', { algorithm: say(`algorithm_${run.algorithm as 'KMeans'}`), k: run.n_clusters })
          : '–'}
      </span>
      <span className="row-date quiet">
        {moment(run.created_at, language)}
        <span>{askedBy()}</span>
      </span>
      <Menu icon="actions" label={say('row_actions', { name: named })} choices={choices} />
      {form === 'rename' && (
        <NameForm
          name={run.name ?? ''}
          generated={run.name === null ? null : ''}
          label={run.name === null ? say('name_run') : say('rename', { name: run.name })}
          save={(name) => rename(name)}
          close={close}
        />
      )}
      {form === 'delete' && <DeleteForm name={run.name ?? short} remove={() => remove(true)} close={close} />}
      {trouble !== undefined && <Trouble error={trouble} />}
    </li>
  );

  function askedBy(): string {
    const [kind = '', id = ''] = run.asked_by.split(' ');
    return say('asked_by', { kind, id });
  }
}
