import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link, redirect } from '@tanstack/react-router';
import { session } from './api/session.ts';
import { look, useSay } from './look/look.ts';
import { learn } from './words/words.ts';
import { type Step, steps } from './pages/new/steps.ts';
import { Chrome, useHeading } from './parts/chrome.tsx';
import { RunsPage } from './pages/runs.tsx';
import { SignInPage } from './pages/sign-in.tsx';

const root = createRootRoute({ component: Chrome, notFoundComponent: NotFound });

/** Who is not signed in signs in first, and comes back to where it wanted to go. */
const signedIn = ({ location }: { location: { href: string } }): void => {
  if (session.get() === null)
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
};

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
  // Only to a place of ours: an address from outside may name any.
  validateSearch: ({ to }: Record<string, unknown>): { to?: string } =>
    typeof to === 'string' && /^\/(?![/\\])/.test(to) ? { to } : {},
});
const runs = createRoute({ getParentRoute: () => root, path: '/', component: RunsPage, beforeLoad: signedIn });
const begin = createRoute({
  getParentRoute: () => root,
  path: '/new',
  component: lazyRouteComponent(async () => {
    await learn(look.get().language, 'wizard');
    return import('./pages/new/new.tsx');
  }, 'NewPage'),
  beforeLoad: signedIn,
  validateSearch: ({ step }: Record<string, unknown>): { step?: Step } => {
    const known = steps.find((one) => one === step);
    return known ? { step: known } : {};
  },
});
const run = createRoute({
  getParentRoute: () => root,
  path: '/segmentations/$run',
  component: lazyRouteComponent(() => import('./pages/run/run.tsx'), 'RunPage'),
  beforeLoad: signedIn,
  // The segment that stands out.
  validateSearch: ({ focus }: Record<string, unknown>): { focus?: string } =>
    typeof focus === 'string' && /^(?:[a-z]{1,4}|outliers)$/i.test(focus) ? { focus: focus.toLowerCase() } : {},
});
const segment = createRoute({
  getParentRoute: () => root,
  path: '/segmentations/$run/segments/$key',
  component: lazyRouteComponent(() => import('./pages/run/segment.tsx'), 'SegmentPage'),
  beforeLoad: signedIn,
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/settings.tsx'), 'SettingsPage'),
  beforeLoad: signedIn,
});

const compare = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  component: lazyRouteComponent(() => import('./pages/compare/compare.tsx'), 'ComparePage'),
  beforeLoad: signedIn,
  validateSearch: ({ from, to }: Record<string, unknown>): { from?: string; to?: string } => ({
    ...(isRun(from) && { from }),
    ...(isRun(to) && { to }),
  }),
});

/** Whether a text looks like the id of a run: it goes into addresses. */
function isRun(text: unknown): text is string {
  return typeof text === 'string' && /^[\w-]{1,64}$/.test(text);
}

export const router = createRouter({
  routeTree: root.addChildren([signIn, runs, begin, run, segment, compare, settings]),
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

function NotFound() {
  const say = useSay();
  useHeading(say('not_there'));
  return (
    <div className="page">
      <h1 className="title-1">{say('not_there')}</h1>
      <Link to="/" className="button">
        {say('segmentations')}
      </Link>
    </div>
  );
}
