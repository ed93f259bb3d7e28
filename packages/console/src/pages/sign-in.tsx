import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask } from '../api/call.ts';
import { type Credentials, session } from '../api/session.ts';
import { useLook, useSay } from '../look/look.ts';
import { useHeading } from '../parts/chrome.tsx';
import { Trouble } from '../parts/trouble.tsx';

type Kind = Credentials['kind'];
const kinds = ['pair', 'token'] as const;

/** Tenant id and secret, or a token; on a service that was started to be looked at, neither. */
export function SignInPage() {
  const say = useSay();
  const { language } = useLook();
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/sign-in' });
  const [kind, setKind] = useState<Kind>('pair');
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { data: service } = useQuery({
    queryKey: ['service'],
    queryFn: () => ask<{ demo: boolean }>('/console.json', { as: null }),
  });
  useHeading(say('sign_in'));

  const enter = async (credentials: Credentials, keep: boolean, next: string): Promise<void> => {
    await ask('/api/v1/runs?limit=1', { as: credentials, language });
    session.begin(credentials, keep);
    await navigate({ to: next });
  };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(null);
    await work().catch(setError);
    setBusy(false);
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const credentials: Credentials =
      kind === 'pair' ? { kind, apiId: text('api_id'), secret: text('secret') } : { kind, token: text('token') };
    void attempt(() => enter(credentials, form.has('keep'), to ?? '/'));
  };
  const look = (): void =>
    void attempt(async () => {
      const { token } = await ask<{ token: string }>('/demo', { method: 'POST', as: null });
      await enter({ kind: 'token', token }, true, '/new');
    });

  return (
    <div className="narrow-page">
      <h1>{say('sign_in')}</h1>
      <fieldset className="choices">
        <legend className="hidden">{say('sign_in_by')}</legend>
        {kinds.map((one) => (
          <label key={one}>
            <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
            <span>{say(`sign_in_${one}`)}</span>
          </label>
        ))}
      </fieldset>
      <form onSubmit={submit} className="stack">
        {kind === 'pair' ? (
          <>
            <label className="field" key="api_id">
              <span>{say('tenant_id')}</span>
              <input name="api_id" required autoComplete="username" spellCheck={false} />
            </label>
            <label className="field" key="secret">
              <span>{say('secret')}</span>
              <input
                name="secret"
                type={shown ? 'text' : 'password'}
                required
                autoComplete="current-password"
                spellCheck={false}
              />
            </label>
          </>
        ) : (
          <label className="field" key="token">
            <span>{say('token')}</span>
            <input name="token" type={shown ? 'text' : 'password'} required autoComplete="off" spellCheck={false} />
          </label>
        )}
        <label className="check">
          <input type="checkbox" checked={shown} onChange={({ target }) => setShown(target.checked)} />
          {say('show_secret')}
        </label>
        <label className="check">
          <input type="checkbox" name="keep" />
          {say('keep_signed_in')}
        </label>
        {error !== null && <Trouble error={error} />}
        <button type="submit" className="button primary" disabled={busy}>
          {say('sign_in')}
        </button>
      </form>
      {service?.demo && (
        <div className="or">
          <p>{say('demo_text')}</p>
          <button type="button" className="button" onClick={look} disabled={busy}>
            {say('demo_button')}
          </button>
        </div>
      )}
    </div>
  );
}
