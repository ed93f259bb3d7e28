import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask } from '../api/call.ts';
import { nameOf, session } from '../api/session.ts';
import { useLook, useSay } from '../look/look.ts';
import { moment } from '../look/numbers.ts';
import { LanguageChoice, ThemeChoice, useHeading, useSession } from '../parts/chrome.tsx';
import { Trouble } from '../parts/trouble.tsx';

interface Rotated {
  readonly secret: string;
  readonly secret_expires_at: string;
}

/** Who is signed in, a new secret, and how the page looks. */
export function SettingsPage() {
  const say = useSay();
  const navigate = useNavigate();
  const who = useSession();
  useHeading(say('settings'));
  const leave = (): void => {
    session.end();
    void navigate({ to: '/sign-in' });
  };
  if (!who) return null;
  return (
    <div className="page settings">
      <h1 className="title-1">{say('settings')}</h1>
      <section className="box">
        <h2>{say('look')}</h2>
        <p className="actions">
          <label className="field inline">
            <span>{say('language')}</span>
            <LanguageChoice />
          </label>
          <label className="field inline">
            <span>{say('theme')}</span>
            <ThemeChoice />
          </label>
        </p>
      </section>
      <section className="box">
        <h2>{say('signed_in_as')}</h2>
        <p>
          {say(who.kind === 'pair' ? 'tenant_id' : 'token')}:{' '}
          <code>{who.kind === 'pair' ? who.apiId : nameOf(who)}</code>
        </p>
        <p>
          <button type="button" className="button" onClick={leave}>
            {say('sign_out')}
          </button>
        </p>
      </section>
      {who.kind === 'pair' && <Rotation apiId={who.apiId} />}
    </div>
  );
}

/** A new secret in place of this one, shown once. */
function Rotation({ apiId }: { apiId: string }) {
  const say = useSay();
  const { language } = useLook();
  const [made, setMade] = useState<Rotated | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [copied, setCopied] = useState(false);
  const rotate = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setError(null);
    const hours = Number(new FormData(event.currentTarget).get('hours'));
    const body = JSON.stringify({ overlap_seconds: Math.round(hours * 3600) });
    ask<Rotated>('/api/v1/secrets/rotate', { method: 'POST', body, language }).then((done) => {
      session.renew({ kind: 'pair', apiId, secret: done.secret });
      setMade(done);
    }, setError);
  };
  return (
    <section className="box">
      <h2>{say('secret')}</h2>
      <p>{say('rotate_how')}</p>
      {made ? (
        <div className="notice" role="status">
          <p>{say('new_secret', { until: moment(made.secret_expires_at, language) })}</p>
          <pre tabIndex={0}>{made.secret}</pre>
          <button
            type="button"
            className="button small"
            onClick={() => void navigator.clipboard.writeText(made.secret).then(() => setCopied(true))}
          >
            {say(copied ? 'copied' : 'copy')}
          </button>
        </div>
      ) : (
        <form onSubmit={rotate} className="actions">
          <label className="field inline">
            <span>{say('overlap_hours')}</span>
            <input name="hours" type="number" min={0} max={168} step="any" defaultValue={24} required />
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
