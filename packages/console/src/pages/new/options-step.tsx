import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask } from '../../api/call.ts';
import { session } from '../../api/session.ts';
import type { AcceptedTask } from '../../api/types.ts';
import type { Plan } from '../../data/body.ts';
import { type CustomersDraft, draft as drafts } from '../../data/draft.ts';
import { runNameOf } from '../../look/name.ts';
import { useLook, useSay } from '../../look/look.ts';
import { count } from '../../look/numbers.ts';
import { Trouble } from '../../parts/trouble.tsx';
import { useCompletedRuns, useRunLabel } from '../completed-runs.ts';
import { Goal } from './goal.tsx';

/** The two contracts: credentials decide which one takes them. */
const addresses = {
  pair: { path: '/api/v1/ai/purchasing_segmentation', shape: 'nested' },
  token: { path: '/api/v1/ai/echointel/customer-intelligence/segmentation', shape: 'flat' },
} as const;

/** Few questions, each with its default; the rest behind a disclosure. Then the run is begun. */
export function OptionsStep({ draft, back }: { draft: CustomersDraft; back: () => void }) {
  const say = useSay();
  const { language } = useLook();
  const navigate = useNavigate();
  const [most, setMost] = useState(10);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { data: earlier = [] } = useCompletedRuns();
  const label = useRunLabel();
  const { file, read, settled } = draft;
  const features = read.columns.filter(({ name }) => settled[name]?.role === 'use');
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const who = session.get();
    if (!who) return;
    const { path, shape } = addresses[who.kind];
    const previous = form.get('previous');
    const plan: Plan = {
      id: read.columns.find(({ name }) => settled[name]?.role === 'id')?.name ?? null,
      features: features.map(({ name, kind, direction }) => ({
        name,
        kind: settled[name]?.kind ?? kind,
        direction: settled[name]?.direction ?? direction,
      })),
      decimal: read.decimal,
      shape,
      parameters: {
        objective: form.get('objective'),
        max_clusters: most,
        preprocessing: form.get('preprocessing'),
        min_cluster_share: Number(form.get('min_share')) / 100,
        seed: Number(form.get('seed')),
        ...(previous && { previous_run_id: previous }),
      },
    };
    setBusy(true);
    setError(null);
    const begin = async (): Promise<void> => {
      const body = await drafts.reader().ask<'body'>({ kind: 'body', plan });
      const name = runNameOf(file.name);
      const { run_id: run } = await ask<AcceptedTask>(
        `${path}?${new URLSearchParams({ async: 'true', ...(name && { name }) })}`,
        {
          method: 'POST',
          body: new Blob([body]),
          language,
        },
      );
      await navigate({ to: '/segmentations/$run', params: { run } });
    };
    begin().catch((reason: unknown) => {
      setError(reason);
      setBusy(false);
    });
  };
  return (
    <form className="options" onSubmit={submit}>
      <Goal most={most} setMost={setMost} />
      {earlier.length > 0 && (
        <label className="ask field">
          <span>{say('same_names')}</span>
          <select name="previous" defaultValue="">
            <option value="">{say('no_earlier')}</option>
            {earlier.map((run) => (
              <option key={run.run_id} value={run.run_id}>
                {label(run)}
              </option>
            ))}
          </select>
          <small className="quiet">{say('same_names_more')}</small>
        </label>
      )}
      <details className="ask">
        <summary>{say('more_options')}</summary>
        <label className="field">
          <span>{say('preprocessing')}</span>
          <select name="preprocessing" defaultValue="auto">
            {(['auto', 'standard', 'none'] as const).map((one) => (
              <option key={one} value={one}>
                {say(`preprocessing_${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{say('smallest_share')}</span>
          <input name="min_share" type="number" min={0} max={50} step="any" defaultValue={0.5} required />
        </label>
        <label className="field">
          <span>{say('seed')}</span>
          <input name="seed" type="number" min={0} max={4_294_967_295} step={1} defaultValue={42} required />
        </label>
      </details>
      {error !== null && <Trouble error={error} />}
      <div className="will">
        <button type="button" className="button" onClick={back}>
          {say('back')}
        </button>
        <p>{say('will_try', { n: count(read.rows, language), models: 3 * (most - 1) + 1 })}</p>
        <button type="submit" className="button primary" disabled={busy}>
          {say(busy ? 'sending' : 'start')}
        </button>
      </div>
    </form>
  );
}
