import { nameOf, session } from '../../api/session.ts';
import { useSay } from '../../look/look.ts';
import { useHeading, useSession } from '../../parts/chrome.tsx';
import { LookFields } from './look-fields.tsx';
import { Secrets } from './secrets.tsx';
import { Tokens } from './tokens.tsx';
import { Usage } from './usage.tsx';

/** Who is signed in and by what, what was computed for them, and how the page looks and listens. */
export function SettingsPage() {
  const say = useSay();
  const who = useSession();
  useHeading(say('settings'));
  if (!who) return null;
  return (
    <div className="page settings">
      <h1 className="title-1">{say('settings')}</h1>
      <section className="box">
        <h2>{say('look')}</h2>
        <LookFields />
      </section>
      <section className="box">
        <h2>{say('signed_in_as')}</h2>
        <p>
          {say(who.kind === 'pair' ? 'tenant_id' : 'token')}:{' '}
          <code>{who.kind === 'pair' ? who.apiId : nameOf(who)}</code>
        </p>
        {who.kind === 'token' && <p className="quiet">{say('credentials_by_pair')}</p>}
        <p>
          <button type="button" className="button" onClick={() => session.end()}>
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
