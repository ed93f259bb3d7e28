import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { sendFile } from '../../api/send-file.ts';
import type { AcceptedTask } from '../../api/types.ts';
import { runNameOf } from '../../look/name.ts';
import { draft as drafts, type OrdersDraft } from '../../data/draft.ts';
import { useLook, useSay } from '../../look/look.ts';
import { Trouble } from '../../parts/trouble.tsx';
import { Goal } from './goal.tsx';

const PATH = '/api/v1/ai/order_files';
/** What the service takes unless its operator says otherwise. */
const MOST_BYTES = 2 * 1024 ** 3;
/** Rules with few choices; the first is what the service does where nobody says. */
const rules = {
  returns: ['net', 'drop', 'keep'],
  visits: ['days', 'orders'],
  free: ['count', 'drop'],
  duplicates: ['keep', 'drop'],
  bad_lines: ['refuse', 'skip'],
} as const;
type Rule = keyof typeof rules;
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** How orders become features, with every default spoken; then the file is sent as it is. */
export function OrdersOptions({ draft, back }: { draft: OrdersDraft; back: () => void }) {
  const say = useSay();
  const { language } = useLook();
  const navigate = useNavigate();
  const [most, setMost] = useState(10);
  /** The share of the file that has left; null while nothing is sent. */
  const [sent, setSent] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const sending = useRef<AbortController>(null);
  useEffect(() => () => sending.current?.abort(), []);
  const { file, roles, asked } = draft;
  const large = file.size > MOST_BYTES;
  const ask = (name: string, value: string): void => {
    const { [name]: _before, ...others } = asked;
    drafts.set({ ...draft, asked: value === '' ? others : { ...others, [name]: value } });
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const objective = new FormData(event.currentTarget).get('objective');
    const name = runNameOf(file.name);
    const query = new URLSearchParams({ ...asked, ...roles, ...(name && { name }), max_clusters: String(most) });
    if (typeof objective === 'string') query.set('objective', objective);
    const stop = new AbortController();
    sending.current = stop;
    setError(null);
    setSent(0);
    sendFile<AcceptedTask>(`${PATH}?${query}`, file, { language, signal: stop.signal, onSent: setSent }).then(
      ({ run_id: run }) => navigate({ to: '/segmentations/$run', params: { run } }),
      (reason: unknown) => {
        setSent(null);
        if (!stop.signal.aborted) setError(reason);
      },
    );
  };
  const choice = (rule: Rule) => (
    <label className="field" key={rule}>
      <Named name={rule}>{say(`rule_${rule}`)}</Named>
      <select value={asked[rule] ?? rules[rule][0]} onChange={({ target }) => ask(rule, target.value)}>
        {rules[rule].map((one) => (
          <option key={one} value={one}>
            {say(`rule_${rule}_${one}` as 'rule_returns_net')}
          </option>
        ))}
      </select>
    </label>
  );
  const day = (name: 'as_of' | 'since' | 'until') => (
    <label className="field" key={name}>
      <Named name={name}>{say(`rule_${name}`)}</Named>
      <input type="date" value={asked[name] ?? ''} onChange={({ target }) => ask(name, target.value)} />
      <small className="quiet">{say(`rule_${name}_more`)}</small>
    </label>
  );
  return (
    <form className="options" onSubmit={submit}>
      <Goal most={most} setMost={setMost} />
      <fieldset className="ask rules">
        <legend>{say('rules_orders')}</legend>
        {choice('returns')}
        {day('as_of')}
        <div className="window">
          {day('since')}
          {day('until')}
        </div>
        <label className="field">
          <Named name="time_zone">{say('rule_time_zone')}</Named>
          <select value={asked['time_zone'] ?? 'UTC'} onChange={({ target }) => ask('time_zone', target.value)}>
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
          <small className="quiet">{say('rule_time_zone_more')}</small>
        </label>
      </fieldset>
      <details className="ask rules">
        <summary>{say('more_options')}</summary>
        {(['visits', 'free', 'duplicates', 'bad_lines'] as const).map(choice)}
        <label className="field">
          <Named name="date_format">{say('rule_date_format')}</Named>
          <input
            value={asked['date_format'] ?? ''}
            maxLength={40}
            placeholder="%d/%m/%Y"
            spellCheck={false}
            onChange={({ target }) => ask('date_format', target.value)}
          />
          <small className="quiet">{say('rule_date_format_more')}</small>
        </label>
      </details>
      {error !== null && <Trouble error={error} />}
      {large && <p className="fault">{say('orders_large')}</p>}
      {sent !== null && (
        <div role="status">
          <progress max={1} {...(sent < 1 && { value: sent })} aria-label={say('sending')} />
          <p className="quiet">
            {sent < 1 ? say('orders_sent', { percent: Math.floor(sent * 10) * 10 }) : say('orders_summing')}
          </p>
        </div>
      )}
      <div className="will">
        <button type="button" className="button" onClick={sent === null ? back : () => sending.current?.abort()}>
          {say(sent === null ? 'back' : 'stop_sending')}
        </button>
        <p>{say('orders_will_send', { megabytes: megabytes(file.size, language) })}</p>
        <button type="submit" className="button primary" disabled={sent !== null || large}>
          {say(sent === null ? 'start' : 'sending')}
        </button>
      </div>
    </form>
  );
}

/** A rule in words, and what messages of the service call it. */
function Named({ name, children }: { name: string; children: string }) {
  return (
    <span>
      {children} <code className="quiet">{name}</code>
    </span>
  );
}

/** At least one digit that is not 0. */
function megabytes(bytes: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(bytes / 1_000_000);
}
