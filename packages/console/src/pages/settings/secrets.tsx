import type { OwnSecret } from '@clientele/service/contract/credentials-openapi';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask, call } from '../../api/call.ts';
import { session } from '../../api/session.ts';
import { useLook, useSay } from '../../look/look.ts';
import { moment } from '../../look/numbers.ts';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { Trouble } from '../../parts/trouble.tsx';

/** What a secret lives when nobody ends it, and from when its end is near; days. */
const LIFE = 90;
const NEAR = 14;
const DAY_MS = 86_400_000;
/** Hours that a replaced secret goes on. */
const overlaps = [24, 1, 168, 0] as const;

interface Rotated {
  readonly secret: string;
  readonly secret_expires_at: string;
}

/** The tenant's secrets: how long each lasts yet, a new one, the end of an old one. */
export function Secrets({ apiId }: { apiId: string }) {
  const say = useSay();
  const { language } = useLook();
  const client = useQueryClient();
  const [made, setMade] = useState<Rotated | null>(null);
  const [error, setError] = useState<unknown>(null);
  const found = useQuery({
    queryKey: ['secrets'],
    queryFn: ({ signal }) => ask<{ secrets: readonly OwnSecret[] }>('/api/v1/secrets', { language, signal }),
  });
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: ['secrets'] });
  const rotate = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setError(null);
    const hours = Number(new FormData(event.currentTarget).get('hours'));
    const body = JSON.stringify({ overlap_seconds: hours * 3600 });
    ask<Rotated>('/api/v1/secrets/rotate', { method: 'POST', body, language })
      .then((done) => {
        session.renew({ kind: 'pair', apiId, secret: done.secret });
        setMade(done);
        return again();
      })
      .catch(setError);
  };
  const revoke = ({ key_id: key, last4 }: OwnSecret): void => {
    if (!window.confirm(say('revoke_secret_sure', { last4 }))) return;
    call(`/api/v1/secrets/${key}`, { method: 'DELETE', language }).then(again).catch(setError);
  };
  const working = found.data?.secrets.filter(({ state }) => state === 'active' || state === 'retiring') ?? [];
  return (
    <section className="box">
      <h2>{say('secrets')}</h2>
      {found.error && <Trouble error={found.error} retry={() => void found.refetch()} />}
      <ul className="keys">
        {working.map((secret) => (
          <li key={secret.key_id}>
            <div>
              <code>…{secret.last4}</code> {say(`secret_${secret.state as 'active'}`)}
              {secret.current && <span className="quiet"> · {say('secret_current')}</span>}
            </div>
            <Lifetime secret={secret} />
            <p className="quiet">
              {say('made_on', { when: moment(secret.created_at, language) })} · <LastUsed at={secret.last_used_at} />
            </p>
            {!secret.current && (
              <button type="button" className="button small" onClick={() => revoke(secret)}>
                {say('revoke')}
                <span className="hidden"> {secret.last4}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {made ? (
        <ShownOnce
          words={say('new_secret', { until: moment(made.secret_expires_at, language) })}
          value={made.secret}
          done={() => setMade(null)}
        />
      ) : (
        <form onSubmit={rotate} className="actions">
          <p>{say('rotate_how')}</p>
          <label className="field inline">
            <span>{say('overlap')}</span>
            <select name="hours">
              {overlaps.map((hours) => (
                <option key={hours} value={hours}>
                  {say(`overlap_${hours}`)}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className="button">
            {say('rotate_secret')}
          </button>
        </form>
      )}
      {error !== null && <Trouble error={error} />}
    </section>
  );
}

/** When a credential was used last. */
export function LastUsed({ at }: { at: string | null }) {
  const say = useSay();
  const { language } = useLook();
  return at === null ? say('never_used') : say('used_on', { when: moment(at, language) });
}

/** Days that are left, as a bar of the whole life. */
function Lifetime({ secret: { expires_at: end } }: { secret: OwnSecret }) {
  const say = useSay();
  const days = Math.max(0, Math.ceil((Date.parse(end) - Date.now()) / DAY_MS));
  return (
    <p className="life">
      <svg
        viewBox={`0 0 ${LIFE} 6`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className={days <= NEAR ? 'near' : ''}
      >
        <rect width={LIFE} height="6" className="rest" />
        <rect width={Math.min(LIFE, days)} height="6" />
      </svg>
      <span className={days <= NEAR ? 'fault' : ''}>{say('days_left', { n: days })}</span>
    </p>
  );
}
