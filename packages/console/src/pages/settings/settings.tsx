import { useNavigate } from '@tanstack/react-router';
import { nameOf, session } from '../../api/session.ts';
import { look, useLook, useSay } from '../../look/look.ts';
import { LanguageChoice, ThemeChoice, useHeading, useSession } from '../../parts/chrome.tsx';
import { Secrets } from './secrets.tsx';
import { Tokens } from './tokens.tsx';
import { Usage } from './usage.tsx';

/** Who is signed in and by what, what was computed for them, and how the page looks and listens. */
export function SettingsPage() {
  const say = useSay();
  const navigate = useNavigate();
  const who = useSession();
  const { shortcuts } = useLook();
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
        <label className="check">
          <input
            type="checkbox"
            checked={shortcuts}
            onChange={({ target }) => look.set({ shortcuts: target.checked })}
          />
          {say('shortcuts_on')}
        </label>
      </section>
      <section className="box">
        <h2>{say('signed_in_as')}</h2>
        <p>
          {say(who.kind === 'pair' ? 'tenant_id' : 'token')}:{' '}
          <code>{who.kind === 'pair' ? who.apiId : nameOf(who)}</code>
        </p>
        {who.kind === 'token' && <p className="quiet">{say('credentials_by_pair')}</p>}
        <p>
          <button type="button" className="button" onClick={leave}>
            {say('sign_out')}
          </button>
        </p>
      </section>
      <Usage />
      {who.kind === 'pair' && (
        <>
          <Secrets apiId={who.apiId} />
          <Tokens />
        </>
      )}
    </div>
  );
}
