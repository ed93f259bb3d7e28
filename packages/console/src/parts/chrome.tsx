import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { session } from '../api/session.ts';
import { useSay } from '../look/look.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { LanguageMenu, ThemeMenu } from './look-menus.tsx';
import { Mark } from './mark.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { TenantMenu } from './tenant-menu.tsx';

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
      <Bar />
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      {who && <Shortcuts />}
    </>
  );
}

/** Places, a new segmentation, language, theme, tenant: in a row, or on a phone behind one button. */
function Bar() {
  const say = useSay();
  const who = useSession();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const [openAt, setOpenAt] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const open = openAt === path;
  useEffect(() => {
    if (!open) return;
    // Wherever the focus is: the heading of a page that arrives takes it.
    const pressed = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape') return;
      setOpenAt(null);
      button.current?.focus();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [open]);
  return (
    <header className={`bar${who ? ' known' : ''}${open ? ' open' : ''}`}>
      <Link to="/" className="brand">
        <Mark />
        Clientele
      </Link>
      {who && (
        <IconButton
          ref={button}
          className="bar-opener"
          icon="places"
          label={say('places')}
          aria-expanded={open}
          aria-controls="bar-rest"
          onClick={() => setOpenAt(open ? null : path)}
        />
      )}
      <div className="bar-rest" id="bar-rest">
        {who && (
          <nav aria-label={say('places')}>
            <Link to="/" activeOptions={{ exact: true }} className={path.startsWith('/segmentations/') ? 'active' : ''}>
              {say('segmentations')}
            </Link>
            <Link to="/compare">{say('compare')}</Link>
            <Link to="/settings">{say('settings')}</Link>
          </nav>
        )}
        <div className="bar-end">
          {who && (
            <Link to="/new" className="button">
              <Icon name="plus" />
              {say('new_segmentation')}
            </Link>
          )}
          <LanguageMenu />
          <ThemeMenu />
          {who && <TenantMenu who={who} />}
        </div>
      </div>
    </header>
  );
}

/**
 * Names the page, and moves the focus to its heading once it is there: a change of page is heard that way. `tab` is what
 * the browser shows of it where that is another text.
 */
export function useHeading(title: string, ready = true, tab = title): void {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const arrived = useRef(false);
  useEffect(() => {
    document.title = `${tab} · Clientele`;
  }, [tab]);
  useEffect(() => {
    if (!ready || arrived.current) return;
    arrived.current = true;
    const heading = document.querySelector<HTMLElement>('main h1');
    if (!heading || document.activeElement?.closest('main')) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, [ready, path]);
}
