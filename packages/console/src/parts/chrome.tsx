import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { nameOf, session } from '../api/session.ts';
import { look, type Theme, themes, useLook, useSay } from '../look/look.ts';
import { type Language, languages, learn } from '../words/words.ts';
import { Mark } from './mark.tsx';
import { Shortcuts } from './shortcuts.tsx';

/** Each language in its own words. */
const languageNames: Readonly<Record<Language, string>> = { en: 'English', es: 'Español', pt: 'Português' };

export function useSession() {
  return useSyncExternalStore(session.subscribe, session.get);
}

/** What stands around every page. */
export function Chrome() {
  const say = useSay();
  const who = useSession();
  return (
    <>
      <a className="skip" href="#main">
        {say('skip')}
      </a>
      <header className={who ? 'bar known' : 'bar'}>
        <Link to="/" className="brand">
          <Mark />
          Clientele
        </Link>
        {who && (
          <nav aria-label={say('places')}>
            <Link to="/" activeOptions={{ exact: true }}>
              {say('segmentations')}
            </Link>
            <Link to="/compare">{say('compare')}</Link>
            <Link to="/settings">{say('settings')}</Link>
          </nav>
        )}
        <div className="bar-end">
          {who && (
            <Link to="/new" className="button">
              {say('new_segmentation')}
            </Link>
          )}
          <LanguageChoice />
          <ThemeChoice />
          {who && <span className="who-am-i">{nameOf(who)}</span>}
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      {who && <Shortcuts />}
    </>
  );
}

async function speak(language: Language): Promise<void> {
  await learn(language);
  look.set({ language });
}

export function LanguageChoice() {
  const say = useSay();
  const { language } = useLook();
  return (
    <select
      aria-label={say('language')}
      value={language}
      onChange={({ target }) => void speak(target.value as Language)}
    >
      {languages.map((one) => (
        <option key={one} value={one} lang={one}>
          {languageNames[one]}
        </option>
      ))}
    </select>
  );
}

export function ThemeChoice() {
  const say = useSay();
  const { theme } = useLook();
  return (
    <select
      aria-label={say('theme')}
      value={theme}
      onChange={({ target }) => look.set({ theme: target.value as Theme })}
    >
      {themes.map((one) => (
        <option key={one} value={one}>
          {say(`theme_${one}`)}
        </option>
      ))}
    </select>
  );
}

/** Names the page, and moves the focus to its heading once it is there: a change of page is heard that way. */
export function useHeading(title: string, ready = true): void {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const arrived = useRef(false);
  useEffect(() => {
    document.title = `${title} · Clientele`;
  }, [title]);
  useEffect(() => {
    if (!ready || arrived.current) return;
    arrived.current = true;
    const heading = document.querySelector<HTMLElement>('main h1');
    if (!heading || document.activeElement?.closest('main')) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, [ready, path]);
}
